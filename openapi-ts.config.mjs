/** @param {string} text */
const firstSentence = (text) => text.split(/\.\s|\n/)[0];

/** The generated part of the client: the types of the surface, and a method for each operation. */
export default {
  input: './openapi/gateway.json',
  output: {
    path: process.env.CLIENT_OUT ?? 'src/client/generated',
    importFileExtension: null,
    // the generator's own code does not hold exactOptionalPropertyTypes
    header: ['// generated from openapi/gateway.json: `npm run openapi`', '// @ts-nocheck'],
  },
  parser: {
    patch: {
      // what each vendor does differently stands in descriptions, and the client knows no vendor
      operations(_method, _path, operation) {
        delete operation.description;
        const parts = [
          ...(operation.parameters ?? []),
          ...Object.values(operation.responses ?? {}),
        ];
        for (const part of parts)
          if (part.description !== undefined) part.description = firstSentence(part.description);
      },
    },
  },
  plugins: [
    { name: '@hey-api/client-fetch', throwOnError: true },
    '@hey-api/typescript',
    {
      name: '@hey-api/sdk',
      operations: { strategy: 'single', containerName: 'Calls' },
    },
  ],
};
