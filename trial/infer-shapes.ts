import type { NodePath } from "@babel/traverse";
import type * as t from "@babel/types";
import { Annotations, type TypeDeclarations } from "./annotated-shape.ts";
import { knownFunctions, knownMethods, sharedMethods } from "./known-methods.ts";
import { join, Sketch } from "./shape.ts";
import { isNode, type Node } from "./strip-types.ts";

/** What a program expects of its variables, as far as its text tells: a guess that is good enough to make inputs from. */
export class Inference {
  /** By mention of a variable. */
  readonly #variables = new Map<t.Node, Sketch>();
  /** Names that nothing declares. */
  readonly #globals = new Map<string, Sketch>();
  readonly #known = new Map<t.Node, Sketch>();
  readonly #annotations: Annotations;
  /** Functions around the node that is read, innermost last; `this` of those that are no arrows. */
  readonly #functions: t.Function[] = [];
  readonly #selves = new Map<t.Node | undefined, Sketch>();
  readonly #later: (() => void)[] = [];

  constructor(program: NodePath<t.Program>) {
    this.#annotations = new Annotations(declarationsIn(program.node));
    program.traverse({
      Scopable: ({ scope }) => {
        for (const { identifier, referencePaths, constantViolations } of Object.values(scope.bindings)) {
          const sketch = new Sketch();
          this.#variables.set(identifier, sketch);
          for (const { node } of referencePaths) this.#variables.set(node, sketch);
          for (const path of constantViolations) {
            for (const node of Object.values(path.getBindingIdentifiers())) {
              if (node.name === identifier.name) this.#variables.set(node, sketch);
            }
          }
        }
      },
    });
    for (const { identifier, referencePaths } of Object.values(program.scope.bindings)) {
      const sketch = this.#variables.get(identifier) ?? new Sketch();
      this.#variables.set(identifier, sketch);
      for (const { node } of referencePaths) this.#variables.set(node, sketch);
    }
    this.#read(program.node);
    for (const resolve of this.#later) resolve();
  }

  /** What is known of the variable that `node` mentions or declares, or of the name that nothing declares. */
  variable(node: t.Identifier): Sketch {
    const known = this.#variables.get(node);
    if (known !== undefined) return known;
    let global = this.#globals.get(node.name);
    if (global === undefined) {
      global = new Sketch();
      this.#globals.set(node.name, global);
    }
    return global;
  }

  global(name: string): Sketch {
    return this.#globals.get(name) ?? new Sketch();
  }

  /** What a pattern (a parameter) takes apart. */
  pattern(node: t.Node): Sketch {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const sketch = this.#patternOf(node);
    this.#known.set(node, sketch);
    return sketch;
  }

  /** `this` of a function that is no arrow. */
  self(of: t.Node | undefined): Sketch {
    let sketch = this.#selves.get(of);
    if (sketch === undefined) {
      sketch = new Sketch();
      this.#selves.set(of, sketch);
    }
    return sketch;
  }

  #patternOf(node: t.Node): Sketch {
    switch (node.type) {
      case "Identifier":
        return this.#annotated(node, this.variable(node));
      case "AssignmentPattern":
        return join(this.pattern(node.left), this.#value(node.right));
      case "RestElement": {
        const rest = this.pattern(node.argument);
        return rest.be("array");
      }
      case "ObjectPattern":
        return this.#annotated(node, this.#objectPattern(node));
      case "ArrayPattern": {
        const made = Sketch.of("tuple");
        for (const [index, item] of node.elements.entries()) {
          if (item?.type === "RestElement") return this.#annotated(node, Sketch.listOf(this.pattern(item).element));
          if (item !== null) made.prop(String(index)).join(this.pattern(item));
        }
        return this.#annotated(node, made);
      }
      case "TSParameterProperty":
        return this.pattern(node.parameter);
      default:
        return this.#value(node);
    }
  }

  #annotated(node: { typeAnnotation?: t.Node | null }, sketch: Sketch): Sketch {
    const annotation = node.typeAnnotation;
    if (annotation?.type !== "TSTypeAnnotation") return sketch;
    return join(sketch, this.#annotations.read(annotation.typeAnnotation));
  }

  #objectPattern({ properties }: t.ObjectPattern): Sketch {
    const made = Sketch.of("object");
    for (const property of properties) {
      if (property.type !== "ObjectProperty") continue;
      const name = keyName(property);
      const value = this.pattern(property.value);
      if (name !== undefined) made.prop(name).join(value);
    }
    return made;
  }

  /** Reads statements; expressions within them once each. */
  #read(node: Node | t.Node): void {
    switch (node.type) {
      case "VariableDeclarator": {
        const { id, init } = node as t.VariableDeclarator;
        const made = this.pattern(id);
        if (init != null) made.join(this.#value(init));
        return;
      }
      case "ReturnStatement": {
        const { argument } = node as t.ReturnStatement;
        const around = this.#functions.at(-1);
        if (argument != null && around !== undefined) this.#function(around).returns.join(this.#value(argument));
        return;
      }
      case "ForOfStatement": {
        const { left, right, body } = node as t.ForOfStatement;
        const list = this.#value(right);
        if (list.kind === undefined) list.be("array");
        const item = left.type === "VariableDeclaration" ? left.declarations[0]?.id : left;
        if (item !== undefined) list.element.join(this.pattern(item));
        this.#read(body);
        return;
      }
      case "FunctionDeclaration":
      case "ClassMethod":
      case "ClassPrivateMethod":
      case "ObjectMethod":
        this.#function(node as t.Function);
        return;
      default:
        if (isExpression(node)) this.#value(node);
        else for (const child of childrenOf(node)) this.#read(child);
    }
  }

  #function(node: t.Function): Sketch {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const made = Sketch.of("function");
    this.#known.set(node, made);
    if ("id" in node && node.id != null) this.variable(node.id).join(made);
    for (const [index, param] of node.params.entries()) {
      const sketch = this.pattern(param);
      if (param.type !== "RestElement") made.param(index).join(sketch);
    }
    if (node.returnType?.type === "TSTypeAnnotation") {
      made.returns.join(this.#annotations.read(node.returnType.typeAnnotation));
    }
    this.#functions.push(node);
    if (node.body.type === "BlockStatement") this.#read(node.body);
    else made.returns.join(this.#value(node.body));
    this.#functions.pop();
    return made;
  }

  #value(node: Node | t.Node): Sketch {
    if (isFunction(node)) return this.#function(node);
    const known = this.#known.get(node as t.Node);
    if (known !== undefined) return known;
    const sketch = this.#valueOf(node as t.Expression);
    this.#known.set(node as t.Node, sketch);
    return sketch;
  }

  #valueOf(node: t.Expression): Sketch {
    switch (node.type) {
      case "Identifier":
        if (node.name === "undefined") return new Sketch();
        return node.name === "NaN" || node.name === "Infinity" ? Sketch.of("number") : this.variable(node);
      case "NumericLiteral":
        return Sketch.of("number");
      case "StringLiteral":
        return Sketch.of("string");
      case "TemplateLiteral":
        for (const part of node.expressions) this.#value(part);
        return Sketch.of("string");
      case "BooleanLiteral":
        return Sketch.of("boolean");
      case "ThisExpression":
        return this.self(this.#functions.findLast(({ type }) => type !== "ArrowFunctionExpression"));
      case "ArrayExpression":
        return this.#array(node);
      case "ObjectExpression":
        return this.#object(node);
      case "UnaryExpression":
        return this.#unary(node);
      case "UpdateExpression":
        return this.#value(node.argument).be("number");
      case "BinaryExpression":
        return this.#binary(node);
      case "LogicalExpression": {
        const left = this.#value(node.left);
        const right = this.#value(node.right);
        return node.operator === "&&" ? right : join(left, right);
      }
      case "ConditionalExpression":
        this.#value(node.test);
        return join(this.#value(node.consequent), this.#value(node.alternate));
      case "AssignmentExpression":
        return this.#assignment(node);
      case "SequenceExpression":
        return node.expressions.map((each) => this.#value(each)).at(-1) ?? new Sketch();
      case "MemberExpression":
      case "OptionalMemberExpression":
        return this.#member(node);
      case "CallExpression":
      case "OptionalCallExpression":
        return this.#call(node);
      case "NewExpression":
        return this.#construction(node);
      case "AwaitExpression":
        return this.#value(node.argument);
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
      case "ParenthesizedExpression":
        return this.#value(node.expression);
      default:
        for (const child of childrenOf(node)) this.#read(child);
        return new Sketch();
    }
  }

  #array({ elements }: t.ArrayExpression): Sketch {
    if (!elements.some((item) => item?.type === "SpreadElement")) {
      const made = Sketch.of(elements.length > 0 && elements.length < 5 ? "tuple" : "array");
      for (const [index, item] of elements.entries()) {
        if (item === null || item.type === "SpreadElement") continue;
        const value = this.#value(item);
        if (made.kind === "tuple") made.prop(String(index)).join(value);
        else made.element.join(value);
      }
      return made;
    }
    const made = Sketch.of("array");
    for (const item of elements) {
      if (item === null) continue;
      if (item.type !== "SpreadElement") made.element.join(this.#value(item));
      else {
        const list = this.#value(item.argument);
        if (list.kind === undefined) list.be("array");
        made.element.join(list.element);
      }
    }
    return made;
  }

  #object({ properties }: t.ObjectExpression): Sketch {
    const made = Sketch.of("object");
    for (const property of properties) {
      if (property.type === "SpreadElement") this.#value(property.argument).be("object");
      else if (property.type === "ObjectMethod") this.#function(property);
      else {
        const value = this.#value(property.value);
        const name = keyName(property);
        if (name !== undefined) made.prop(name).join(value);
      }
    }
    return made;
  }

  #unary({ operator, argument }: t.UnaryExpression): Sketch {
    const value = this.#value(argument);
    if (operator === "!" || operator === "delete") return Sketch.of("boolean");
    if (operator === "typeof") return Sketch.of("string");
    if (operator === "-" || operator === "~") value.be("number");
    return operator === "void" ? new Sketch() : Sketch.of("number");
  }

  #binary({ operator, left, right }: t.BinaryExpression): Sketch {
    const a = left.type === "PrivateName" ? new Sketch() : this.#value(left);
    const b = this.#value(right);
    switch (operator) {
      case "===":
      case "==":
      case "!==":
      case "!=":
      case "<":
      case ">":
      case "<=":
      case ">=":
        if (isNothing(left) || isNothing(right)) return Sketch.of("boolean");
        a.join(b);
        for (const side of [left, right]) {
          if (side.type === "StringLiteral" || side.type === "NumericLiteral") a.sample(side.value);
        }
        return Sketch.of("boolean");
      case "in":
        b.be("object");
        return Sketch.of("boolean");
      case "instanceof":
        return Sketch.of("boolean");
      case "+":
        return this.#sum(a, b);
      default:
        a.be("number");
        b.be("number");
        return Sketch.of("number");
    }
  }

  /** A text where one side is known to be one; otherwise both sides are alike. */
  #sum(a: Sketch, b: Sketch): Sketch {
    if (a.kind === "string" || b.kind === "string") return Sketch.of("string");
    const sum = new Sketch();
    this.#later.push(() => {
      if (a.kind === "string" || b.kind === "string") sum.be("string");
      else {
        a.be("number");
        b.be("number");
        sum.be("number");
      }
    });
    if (a.kind === "number" && b.kind === "number") sum.be("number");
    return sum;
  }

  #assignment({ operator, left, right }: t.AssignmentExpression): Sketch {
    const value = this.#value(right);
    const target = this.pattern(left);
    if (operator === "=" || operator.length > 2) return operator === "=" ? join(target, value) : target;
    if (operator === "+=") return this.#sum(target, value);
    value.be("number");
    return target.be("number");
  }

  #member(node: t.MemberExpression | t.OptionalMemberExpression): Sketch {
    const { object, property, computed } = node;
    if (object.type === "Identifier" && object.name === "Math") return Sketch.of("number");
    const owner = object.type === "Super" ? new Sketch() : this.#value(object);
    if (!computed) {
      const name =
        property.type === "PrivateName" ? `_${property.id.name}` : property.type === "Identifier" ? property.name : "";
      if (name === "length" || name === "size") {
        owner.beSized();
        return Sketch.of("number");
      }
      return owner.prop(name);
    }
    if (property.type === "StringLiteral") return owner.prop(property.value);
    if (property.type === "PrivateName") return new Sketch();
    const key = this.#value(property);
    if (property.type === "NumericLiteral" && owner.kind === "tuple") return owner.prop(String(property.value));
    const element = new Sketch();
    this.#later.push(() => {
      if (key.kind === "string") owner.be("record");
      else if (owner.kind === undefined) owner.be("array");
      if (key.kind === undefined) key.play("index");
    });
    if (key.kind === "number" && property.type !== "NumericLiteral") key.play("index");
    return owner.kind === "string" ? Sketch.of("string") : join(element, owner.element);
  }

  #call(node: t.CallExpression | t.OptionalCallExpression): Sketch {
    const { callee } = node;
    const args = node.arguments.map((arg) => this.#argument(arg));
    const name = dottedName(callee);
    if (name?.startsWith("Math.")) {
      for (const arg of args) arg?.be("number");
      return Sketch.of("number");
    }
    if (name === "Array.from") return this.#arrayFrom(args);
    const known = name === undefined ? undefined : knownFunctions.get(name);
    if (known !== undefined) return known(args);
    const isMember = callee.type === "MemberExpression" || callee.type === "OptionalMemberExpression";
    if (isMember && !callee.computed && callee.property.type === "Identifier" && callee.object.type !== "Super") {
      const receiver = this.#value(callee.object);
      const method = knownMethods.get(callee.property.name);
      if (method !== undefined) return method({ receiver, args });
      const shared = sharedMethods.get(callee.property.name);
      if (shared !== undefined) {
        const result = new Sketch();
        this.#later.push(() => result.join(shared({ receiver, args })));
        return receiver.kind === undefined ? result : join(result, shared({ receiver, args }));
      }
    }
    if (callee.type === "Super" || callee.type === "Import") return new Sketch();
    const called = this.#value(callee).be("function");
    for (const [index, arg] of args.entries()) if (arg !== undefined) called.param(index).join(arg);
    return called.returns;
  }

  /** A spread argument is no single value: it is a list. */
  #argument(arg: t.Node): Sketch | undefined {
    if (arg.type !== "SpreadElement") return this.#value(arg);
    const list = this.#value(arg.argument);
    if (list.kind === undefined) list.be("array");
    return undefined;
  }

  #arrayFrom([of, callback]: readonly (Sketch | undefined)[]): Sketch {
    if (of === undefined) return Sketch.of("array");
    if (of.kind === "object") of.prop("length").play("count");
    else of.be("array");
    if (callback === undefined) return Sketch.listOf(of.element);
    callback.be("function");
    callback.param(0).join(of.element);
    callback.param(1).play("index");
    return Sketch.listOf(callback.returns);
  }

  #construction({ callee, arguments: given }: t.NewExpression): Sketch {
    const args = given.map((arg) => this.#argument(arg));
    const [first] = args;
    if (callee.type !== "Identifier") return new Sketch();
    if (callee.name === "Array") {
      first?.play("count");
      return Sketch.of("array");
    }
    if (callee.name !== "Set" && callee.name !== "Map") return new Sketch();
    const made = Sketch.of(callee.name === "Set" ? "set" : "map");
    if (first !== undefined) {
      if (first.kind === undefined) first.be("array");
      if (callee.name === "Set") made.element.join(first.element);
    }
    return made;
  }
}

function isNothing(node: t.Node): boolean {
  return node.type === "NullLiteral" || (node.type === "Identifier" && node.name === "undefined");
}

function keyName({ key, computed }: { key: t.Node; computed?: boolean }): string | undefined {
  if (key.type === "StringLiteral") return key.value;
  return key.type === "Identifier" && computed !== true ? key.name : undefined;
}

/** `a` or `a.b`. */
function dottedName(node: t.Node): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type !== "MemberExpression" || node.computed || node.object.type !== "Identifier") return undefined;
  return node.property.type === "Identifier" ? `${node.object.name}.${node.property.name}` : undefined;
}

function isFunction(node: Node | t.Node): node is t.FunctionExpression | t.ArrowFunctionExpression {
  return node.type === "FunctionExpression" || node.type === "ArrowFunctionExpression";
}

function isExpression(node: Node | t.Node): boolean {
  return /Expression$|Literal$|^Identifier$/.test(node.type) && node.type !== "TSExpressionWithTypeArguments";
}

function childrenOf(node: Node | t.Node): Node[] {
  const fields = Object.entries(node).filter(([key]) => key !== "loc" && key !== "extra" && !key.endsWith("Comments"));
  return fields.flatMap(([, value]) => [value].flat().filter(isNode));
}

function declarationsIn({ body }: t.Program): TypeDeclarations {
  const found = new Map<string, t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration>();
  for (const statement of body) {
    const declared = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declared?.type === "TSInterfaceDeclaration" || declared?.type === "TSTypeAliasDeclaration") {
      found.set(declared.id.name, declared);
    }
  }
  return found;
}
