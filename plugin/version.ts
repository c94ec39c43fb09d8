/** The version of the package. A test compares it with `package.json`, which code of this room cannot read. */
export const VERSION: string = "0.1.0";
