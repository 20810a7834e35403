import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** `Event` and `File` are Node globals, and names of mirror classes that somebody may forget to import. */
const MISTAKABLE_GLOBALS = ['Event', 'File'];

/** Like `no-restricted-globals`, which lets a global pass where it stands for a type. */
const noMistakenGlobal = {
  meta: { type: 'problem', schema: [], messages: { mistaken: "'{{name}}' is Node's global; import the mirror class" } },
  create: (context) => ({
    'Program:exit'(program) {
      for (const { identifier } of context.sourceCode.getScope(program).through) {
        const { name } = identifier;
        if (MISTAKABLE_GLOBALS.includes(name))
          context.report({ node: identifier, messageId: 'mistaken', data: { name } });
      }
    },
  }),
};

export default defineConfig(
  {
    ignores: [
      '**/dist/',
      'src/generated/',
      'examples/client/src/generated/',
      'schema/',
      'data/',
      'coverage/',
      '.bench/',
    ],
  },
  tseslint.configs.recommendedTypeChecked,
  {
    plugins: { 'import-x': importX, spoor: { rules: { 'no-mistaken-global': noMistakenGlobal } } },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: {
      // Imports name the compiled file: `./x.js` stands for `./x.ts`.
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.js'] } })],
      'import-x/extensions': ['.ts', '.js'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/external-module-folders': ['node_modules'],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'spoor/no-mistaken-global': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['**/index.js'], message: 'Import from the file that defines the thing.' }] },
      ],
    },
  },
  // A stream of bytes in a test is a generator that waits for nothing.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/require-await': 'off' } },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
