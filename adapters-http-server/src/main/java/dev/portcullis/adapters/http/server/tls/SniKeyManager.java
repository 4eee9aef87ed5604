package dev.portcullis.adapters.http.server.tls;

import io.vavr.collection.Seq;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a certificate by the client's server name (RFC 6066 section 3): one that names the host,
 * else one with a wildcard for it, else the first. Among several for one host the client's
 * algorithms decide.
 */
final class SniKeyManager extends X509ExtendedKeyManager {

  private final Seq<LoadedIdentity> identities;

  SniKeyManager(Seq<LoadedIdentity> identities) {
    this.identities = identities;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return choose(keyType, engine.getHandshakeSession());
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return choose(
        keyType, socket instanceof SSLSocket secure ? secure.getHandshakeSession() : null);
  }

  private @Nullable String choose(String keyType, @Nullable SSLSession session) {
    Seq<LoadedIdentity> candidates = candidates(session);
    for (LoadedIdentity identity : candidates) {
      // An identity for the host of another type is tried when the JDK asks for that type.
      if (identity.key().getAlgorithm().equals(keyType)) {
        return Integer.toString(identities.indexOf(identity));
      }
    }
    return null;
  }

  private Seq<LoadedIdentity> candidates(@Nullable SSLSession session) {
    if (session instanceof ExtendedSSLSession extended) {
      for (var name : extended.getRequestedServerNames()) {
        if (name instanceof SNIHostName host) {
          String wanted = host.getAsciiName().toLowerCase(Locale.ROOT);
          for (int fit = 2; fit > 0; fit--) {
            int least = fit;
            Seq<LoadedIdentity> fitting = identities.filter(it -> it.fit(wanted) == least);
            if (!fitting.isEmpty()) {
              return fitting;
            }
          }
        }
      }
    }
    return identities.take(1);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return identities.get(Integer.parseInt(alias)).chain().toJavaArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return identities.get(Integer.parseInt(alias)).key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
