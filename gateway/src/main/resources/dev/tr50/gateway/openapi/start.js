// Replaces the link to the description by the description, readable and with a form for each request.
SwaggerUIBundle({
  url: '/openapi.yaml',
  dom_id: '#routes',
  deepLinking: true,
  // Another host would be asked to check the description.
  validatorUrl: null,
  // Credentials are forgotten when the page is left.
  persistAuthorization: false,
});
