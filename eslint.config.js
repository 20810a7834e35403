import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['dist/**', 'src/generated/**', 'node_modules/**', 'data/**', 'coverage/**', '.bench/**', 'schema/**'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] }, tsconfigRootDir: import.meta.dirname } },
    settings: {
      'import-x/resolver-next': [],
      'import-x/extensions': ['.ts', '.js'],
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // `Event` and `File` are Node globals that mean something else than a mirrored event or file.
      'no-restricted-globals': ['error', 'Event', 'File'],
      'no-restricted-imports': ['error', { patterns: [{ group: ['**/index.js'], message: 'Import from the file that defines the thing.' }] }],
    },
  },
  { files: ['*.js'], ...tseslint.configs.disableTypeChecked },
);
