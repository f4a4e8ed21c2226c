/** A document with two operations, for tests that need not know a whole API. */
export const SMALL_DOCUMENT = {
  openapi: '3.1.0',
  info: { title: 'A small API', version: '1.0' },
  servers: [{ url: '/v1' }],
  security: [{ token: [] }],
  components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  paths: {
    '/products/{product}': {
      get: {
        operationId: 'getProduct',
        tags: ['Products'],
        summary: 'Get a product',
        description: 'Answers a product with its whole gallery.',
        parameters: [{ name: 'product', in: 'path', required: true, schema: { type: 'string' }, example: '7' }],
        responses: { 200: { description: 'The product.' } },
      },
    },
    '/media': {
      get: {
        operationId: 'listMedia',
        tags: ['Library'],
        summary: 'List media',
        responses: { 200: { description: 'A page of media.' } },
      },
    },
  },
};
