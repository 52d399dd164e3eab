// Usage: node check.cjs SCHEMA_FOLDER. Holds every YAML file against the part of definitions.schema.json that its
// place calls for. Prints one line a problem, then how many files were checked; exits with 1 when there are problems.
const fs = require("fs");
const path = require("path");
const Ajv = require("ajv");
const yaml = require("js-yaml");

const folder = process.argv[2];
const schema = JSON.parse(fs.readFileSync(path.join(folder, "definitions.schema.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
ajv.addSchema(schema, "definitions");

function* files(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const full = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* files(full);
    else if (entry.name.endsWith(".yaml")) yield full;
  }
}

let checked = 0;
let problems = 0;
for (const file of files(folder)) {
  const parts = path.relative(folder, file).split(path.sep);
  const part = parts.length === 2 ? "pack" : parts[1];
  const validate = ajv.getSchema(`definitions#/$defs/${part}`);
  const content = yaml.load(fs.readFileSync(file, "utf8"), { schema: yaml.CORE_SCHEMA });
  checked++;
  if (validate(content)) continue;
  for (const error of validate.errors) {
    problems++;
    console.log(`${parts.join("/")}${error.instancePath}: ${error.message} ${JSON.stringify(error.params)}`);
  }
}
console.log(`${checked} files checked, ${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
