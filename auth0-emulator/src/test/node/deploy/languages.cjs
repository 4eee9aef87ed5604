// auth0-deploy-cli compiles its schema before each import, with the texts of 81 languages, which
// takes minutes and more than 1.5 GB. Two languages are enough for the tests.
const { languages } = require('auth0-deploy-cli/lib/types.js');

languages.splice(0, languages.length, 'en', 'de');
