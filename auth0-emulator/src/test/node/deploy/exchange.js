exports.onExecuteCustomTokenExchange = async (event, api) => {
  api.access.deny('invalid_token', 'The till is closed.');
};
