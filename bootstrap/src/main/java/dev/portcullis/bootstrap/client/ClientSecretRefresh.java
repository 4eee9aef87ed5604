package dev.portcullis.bootstrap.client;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.WatchedFile;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of {@code auth0.client-secret} and {@code auth0.old-client-secret} again when one
 * has changed, so that the secret is rotated without a restart. A secret is used once the tenant
 * has accepted it; until then the present one stays in use.
 */
public final class ClientSecretRefresh implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ClientSecretRefresh.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final ClientWatch watch;
  private final Seq<Place> places;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "client-secrets");
            thread.setDaemon(true);
            return thread;
          });

  /** Looks for changes from now on; {@link #catchUp} finds those since the secrets were read. */
  ClientSecretRefresh(ClientWatch watch, Seq<Place> places) {
    this.watch = watch;
    this.places = places;
  }

  /**
   * Where one secret comes from.
   *
   * @param fixed the secret that is in no file of its own
   * @param file the file that holds it
   */
  record Place(Option<ClientSecret> fixed, Option<WatchedFile> file) {

    Seq<ClientSecret> read() throws IOException {
      return file.isEmpty()
          ? fixed.toVector()
          : Vector.of(new ClientSecret(Files.readString(file.get().path()).stripTrailing()));
    }
  }

  /** Starts to look at the files every two seconds, if a secret has a file of its own. */
  public static Option<ClientSecretRefresh> start(
      SettingsSource source, Settings settings, ClientWatch watch) {
    Path settingsFile = source.directory().resolve(Path.of(source.name()).getFileName());
    Seq<ClientSecret> secrets = settings.auth0().clientSecrets();
    Seq<Place> places =
        Vector.of("auth0.client-secret", "auth0.old-client-secret")
            .take(secrets.size())
            .zipWith(
                secrets,
                (key, secret) -> {
                  Option<WatchedFile> file =
                      settings
                          .doctor()
                          .secretFiles()
                          .get(key)
                          .filter(it -> !it.equals(settingsFile))
                          .map(WatchedFile::new);
                  return new Place(file.isEmpty() ? Option.of(secret) : Option.none(), file);
                });
    return Option.when(
            places.exists(place -> place.file().isDefined()),
            () -> new ClientSecretRefresh(watch, places))
        .peek(refresh -> refresh.catchUp(secrets))
        .peek(ClientSecretRefresh::everyTwoSeconds);
  }

  private void everyTwoSeconds() {
    var unused =
        clock.scheduleWithFixedDelay(
            this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Uses the files' secrets if they are others than those that the settings were read with. */
  private synchronized void catchUp(Seq<ClientSecret> known) {
    try {
      if (read().zip(known).exists(pair -> !pair._1().isSameAs(pair._2()))) {
        reload();
      }
    } catch (IOException | IllegalArgumentException e) {
      reload();
    }
  }

  /** Looks at the files, and reads them if one has changed and is at rest since. */
  public synchronized void look() {
    if (places.flatMap(Place::file).filter(WatchedFile::hasChanged).nonEmpty()) {
      reload();
    }
  }

  /** Reads the files now. */
  public synchronized void reload() {
    try {
      tell(watch.prove(read()));
    } catch (IOException | IllegalArgumentException e) {
      LOG.atWarn()
          .addKeyValue("error.type", e.getClass().getName())
          .log(
              "The file of the client secret cannot be used; the present one stays in use."
                  + " Expected: one line of printable ASCII");
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("error.type", e.getClass().getName())
          .log("Reading the client secret failed; the present one stays in use");
    }
  }

  private Seq<ClientSecret> read() throws IOException {
    Vector<ClientSecret> secrets = Vector.empty();
    for (Place place : places) {
      secrets = secrets.appendAll(place.read());
    }
    return secrets;
  }

  private static void tell(ClientProof proof) {
    switch (proof) {
      case ClientProof.Accepted accepted -> LOG.info("The client secret of the files is in use");
      case ClientProof.Refused refused ->
          LOG.warn(
              "Auth0 does not accept the new client secret yet. The present one stays in use, and"
                  + " the new one is tried again when a login is refused for it");
      case ClientProof.Unknown(var why) ->
          LOG.atWarn()
              .addKeyValue("reason", why.code().word())
              .log(
                  "Whether Auth0 accepts the new client secret is not known. The present one stays"
                      + " in use, and the new one is tried when a login is refused for it");
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
