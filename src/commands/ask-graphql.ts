/** A server, and the API token that it lets in. */
export interface Endpoint {
  readonly url: string;
  readonly token: string;
}

/** Sends a GraphQL document over HTTP and gives back its data. Throws what the server calls an error. */
export async function askGraphQL<T>({ url, token }: Endpoint, query: string, variables: object): Promise<T> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
  if (errors?.length || !data) {
    const sentences = errors?.map(({ message }) => message).join('; ');
    throw new Error(`${url}/graphql answers ${response.status}: ${sentences ?? 'no data'}`);
  }
  return data;
}
