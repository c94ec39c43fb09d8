import type * as t from "@babel/types";
import { join, Sketch } from "./shape.ts";

/** Types that the program declares, by name. */
export type TypeDeclarations = ReadonlyMap<string, t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration>;

const named: Readonly<Record<string, (args: readonly Sketch[]) => Sketch>> = {
  Array: ([element]) => Sketch.listOf(element ?? new Sketch()),
  ReadonlyArray: ([element]) => Sketch.listOf(element ?? new Sketch()),
  Iterable: ([element]) => Sketch.listOf(element ?? new Sketch()),
  Set: ([element]) => Sketch.listOf(element ?? new Sketch(), "set"),
  ReadonlySet: ([element]) => Sketch.listOf(element ?? new Sketch(), "set"),
  Record: ([, element]) => Sketch.listOf(element ?? new Sketch(), "record"),
  Map: ([key, element]) => mapOf(key, element),
  ReadonlyMap: ([key, element]) => mapOf(key, element),
  Readonly: ([inner]) => inner ?? new Sketch(),
  Partial: ([inner]) => inner ?? new Sketch(),
  Required: ([inner]) => inner ?? new Sketch(),
};

function mapOf(key = new Sketch(), element = new Sketch()): Sketch {
  const map = Sketch.of("map");
  map.key.join(key);
  map.element.join(element);
  return map;
}

/** Reads what TypeScript's annotations say of values. */
export class Annotations {
  readonly #declarations: TypeDeclarations;
  /** By name: types may contain themselves. */
  readonly #declared = new Map<string, Sketch>();

  constructor(declarations: TypeDeclarations) {
    this.#declarations = declarations;
  }

  read(type: t.TSType): Sketch {
    switch (type.type) {
      case "TSNumberKeyword":
        return Sketch.of("number");
      case "TSStringKeyword":
        return Sketch.of("string");
      case "TSBooleanKeyword":
        return Sketch.of("boolean");
      case "TSArrayType":
        return Sketch.listOf(this.read(type.elementType));
      case "TSTypeOperator":
      case "TSParenthesizedType":
        return this.read(type.typeAnnotation);
      case "TSTupleType":
        return this.#tuple(type);
      case "TSTypeLiteral":
        return this.#members(type.members);
      case "TSFunctionType": {
        const made = Sketch.of("function");
        const { typeAnnotation } = type;
        if (typeAnnotation != null) made.returns.join(this.read(typeAnnotation.typeAnnotation));
        return made;
      }
      case "TSUnionType":
        return this.#union(type.types);
      case "TSLiteralType":
        return literal(type.literal);
      case "TSTypeReference":
        return this.#reference(type);
      default:
        return new Sketch();
    }
  }

  #tuple({ elementTypes }: t.TSTupleType): Sketch {
    const tuple = Sketch.of("tuple");
    for (const [index, item] of elementTypes.entries()) {
      const type = item.type === "TSNamedTupleMember" ? item.elementType : item;
      if (type.type === "TSRestType") return new Sketch();
      tuple.prop(String(index)).join(this.read(type));
    }
    return tuple;
  }

  #members(members: readonly t.TSTypeElement[]): Sketch {
    const made = Sketch.of("object");
    for (const member of members) {
      if (member.type === "TSIndexSignature") {
        return Sketch.listOf(
          member.typeAnnotation ? this.read(member.typeAnnotation.typeAnnotation) : new Sketch(),
          "record",
        );
      }
      if (!("key" in member) || member.key.type !== "Identifier" || member.computed) continue;
      const prop = made.prop(member.key.name);
      if (member.type === "TSMethodSignature") prop.be("function");
      else if (member.typeAnnotation != null) prop.join(this.read(member.typeAnnotation.typeAnnotation));
    }
    return made;
  }

  /** The first member that says anything stands for all; literals are all worth trying. */
  #union(types: readonly t.TSType[]): Sketch {
    const read = types.map((type) => this.read(type)).filter(({ kind }) => kind !== undefined && kind !== "nothing");
    const [first, ...rest] = read;
    if (first === undefined) return new Sketch();
    for (const other of rest) if (other.kind === first.kind) first.join(other);
    return first;
  }

  #reference({ typeName, typeParameters }: t.TSTypeReference): Sketch {
    if (typeName.type !== "Identifier") return new Sketch();
    const { name } = typeName;
    const args = typeParameters?.params.map((type) => this.read(type)) ?? [];
    const known = this.#declared.get(name);
    if (known !== undefined) return known;
    const declaration = this.#declarations.get(name);
    if (declaration === undefined) return Object.hasOwn(named, name) ? named[name]!(args) : new Sketch();
    const sketch = new Sketch();
    this.#declared.set(name, sketch);
    const body = declaration.type === "TSInterfaceDeclaration" ? undefined : declaration.typeAnnotation;
    return join(sketch, body === undefined ? this.#interface(declaration) : this.read(body));
  }

  #interface(declaration: t.TSInterfaceDeclaration | t.TSTypeAliasDeclaration): Sketch {
    if (declaration.type !== "TSInterfaceDeclaration") return new Sketch();
    const made = this.#members(declaration.body.body);
    for (const { expression } of declaration.extends ?? []) {
      const base = expression.type === "Identifier" ? this.#declarations.get(expression.name) : undefined;
      if (base?.type === "TSInterfaceDeclaration") made.join(this.#members(base.body.body));
    }
    return made;
  }
}

function literal(value: t.TSLiteralType["literal"]): Sketch {
  if (value.type === "StringLiteral" || value.type === "NumericLiteral") {
    const made = Sketch.of(value.type === "StringLiteral" ? "string" : "number");
    made.sample(value.value);
    return made;
  }
  return value.type === "BooleanLiteral" ? Sketch.of("boolean") : new Sketch();
}
