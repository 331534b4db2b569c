/**
 * Parses a Dockerfile into its stages, each with its base and its instructions.
 * @returns {{ from: string, name: string, steps: { instruction: string, text: string }[] }[]}
 */
function readDockerfile(text) {
  const lines = text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const stages = [];
  for (const line of lines) {
    const [, instruction, rest] = /^([A-Z]+)\s+(.*)$/.exec(line);
    if (instruction === 'FROM') {
      const [from, , name = 'image'] = rest.split(/\s+/);
      stages.push({ from, name, steps: [] });
    } else stages.at(-1).steps.push({ instruction, text: rest.replace(/\s+/g, ' ') });
  }
  return stages;
}

/** The text of the last instruction of this name, or ''. */
const lastInstruction = (stage, instruction) =>
  stage.steps.findLast((step) => step.instruction === instruction)?.text ?? '';

/** Program and arguments of `CMD ["a", "b"]`. @throws Error for the form that needs a shell */
function execForm(text) {
  const [list] = /\[.*\]$/.exec(text) ?? [];
  if (list === undefined) throw new Error(`needs a shell: ${text}`);
  return JSON.parse(list);
}

module.exports = { execForm, lastInstruction, readDockerfile };
