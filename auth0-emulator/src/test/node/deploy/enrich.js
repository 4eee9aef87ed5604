exports.onExecutePostLogin = async (event, api) => {
  api.idToken.setCustomClaim('https://shop.example.com/team', event.client.metadata.team);
};
