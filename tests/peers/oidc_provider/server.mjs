// A real identity provider on the loopback. `node server.mjs PORT MODULES CLIENT` prints « ready ».
// POST /control changes who is there and what goes wrong: {account, cancel, userinfo, acr}.
import { createRequire } from "node:module";
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [port, modules, redirect] = process.argv.slice(2);
const entry = createRequire(`${modules}/`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(entry));

const issuer = `http://127.0.0.1:${port}`;
const key = () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });
const stage = {};
const reset = () => Object.assign(stage, {
  account: { sub: "agent-1", email: "agent@exemple.fr", email_verified: true, given_name: "Inès", usual_name: "Costa", siret: "13002526500013" },
  cancel: false,
  userinfo: "signed",
  acr: "eidas1",
});
reset();

const provider = new Provider(issuer, {
  clients: [{
    client_id: "passeurs",
    client_secret: "a-secret-of-the-tests-and-of-nothing-else",
    redirect_uris: [redirect],
    post_logout_redirect_uris: [new URL("/", redirect).href],
    token_endpoint_auth_method: "client_secret_post",
    userinfo_signed_response_alg: "RS256",
    id_token_signed_response_alg: "RS256",
  }],
  jwks: { keys: [{ ...key(), kid: "one", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["only for the tests"] },
  claims: { openid: ["sub"], given_name: ["given_name"], usual_name: ["usual_name"], email: ["email", "email_verified"], siret: ["siret"], uid: ["uid"] },
  acrValues: ["eidas1", "eidas2", "eidas3"],
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false }, jwtUserinfo: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ ...stage.account, sub }) }),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid given_name usual_name email siret uid");
    await grant.save();
    return grant;
  },
});

provider.use(async (ctx, next) => {
  await next();
  if (ctx.oidc?.route !== "userinfo" || stage.userinfo === "signed") return;
  const [head, , signature] = String(ctx.body).split(".");
  const claims = { ...stage.account, sub: stage.account.sub, iss: issuer, aud: "passeurs", email: "directrice@exemple.fr" };
  if (stage.userinfo === "plain") ctx.body = claims;
  else ctx.body = [head, Buffer.from(JSON.stringify(claims)).toString("base64url"), signature].join(".");
});

const serve = provider.callback();
createServer(async (request, answer) => {
  if (request.url === "/control") {
    let sent = "";
    for await (const part of request) sent += part;
    reset();
    Object.assign(stage, JSON.parse(sent || "{}"));
    answer.end("ok");
  } else if (request.url.startsWith("/interaction/")) {
    const result = stage.cancel
      ? { error: "access_denied", error_description: "cancelled" }
      : { login: { accountId: stage.account.sub, acr: stage.acr, amr: ["pwd"] } };
    await provider.interactionFinished(request, answer, result, { mergeWithLastSubmission: false });
  } else serve(request, answer);
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
