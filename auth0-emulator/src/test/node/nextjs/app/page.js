import { auth0 } from '../lib/auth0.js';

export default async function Home() {
  const session = await auth0.getSession();
  return <h1>{session ? session.user.email : 'Nobody'}</h1>;
}
