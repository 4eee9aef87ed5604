package dev.portcullis.bootstrap.cli;

import dev.portcullis.adapters.auth0.token.ClientProof;
import dev.portcullis.bootstrap.address.RangeRefresh;
import dev.portcullis.bootstrap.client.ClientSecretRefresh;
import dev.portcullis.bootstrap.client.ClientWatch;
import dev.portcullis.bootstrap.extension.Extensions;
import dev.portcullis.bootstrap.extension.OwnProvider;
import dev.portcullis.bootstrap.log.LogSetup;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.secret.SecretRefresh;
import dev.portcullis.bootstrap.session.SessionKeyRefresh;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import dev.portcullis.bootstrap.system.OldGeneration;
import dev.portcullis.bootstrap.system.SystemSources;
import dev.portcullis.bootstrap.wiring.Gateway;
import dev.portcullis.bootstrap.wiring.ProductionComponent;
import io.vavr.control.Option;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code portcullis serve}. */
@Command(
    name = "serve",
    description = "Run the gateway in front of the tenant that the settings name, until stopped.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by a signal, logins in progress answered",
      "1:the settings are not valid, Auth0 refuses the client secret, or a port is in use",
      "2:wrong command line"
    })
final class ServeCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  ServeCommand(Extensions extensions) {
    this.config = new ConfigOption(extensions);
  }

  @Override
  public Integer call() throws InterruptedException {
    // No frame that waits holds the settings' text, which may have secrets in it.
    Option<AutoCloseable> running = start();
    return running.isEmpty() ? ExitCode.FAILED : Shutdown.awaitSignal(running.get());
  }

  private Option<AutoCloseable> start() {
    var source = config.load();
    var settings = source.flatMap(config::read).flatMap(ConfigOption::withFiles);
    if (settings.isInvalid()) {
      spec.commandLine().getErr().println(ConfigOption.report(settings.getError()));
      return Option.none();
    }
    return Option.of(serve(source.get(), settings.get()));
  }

  private AutoCloseable serve(SettingsSource source, Settings settings) {
    LogSetup.apply(settings.log().format(), settings.log().level());
    ConfigOption.warnings(settings)
        .forEach(
            warning ->
                LOG.atWarn()
                    .addKeyValue("key", warning.key())
                    .addKeyValue("fix", warning.fix())
                    .log(warning.problem()));
    OpenJvm.warnings(
            ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperties())
        .forEach(LOG::warn);
    OldGeneration.watch(SystemSources.clock());
    HangUp hangUp = HangUp.install();
    LiveSecrets live = LiveSecrets.of(settings);
    Gateway gateway = ProductionComponent.gateway(settings, live, config.extensions());
    gateway.client().forEach(client -> prove(client, settings.auth0().clientSecrets().size()));
    Gateway.Running running = gateway.start();
    RangeRefresh refresh =
        RangeRefresh.start(
            source,
            settings,
            config.extensions(),
            SystemSources.clock(),
            gateway::addresses,
            running::ready);
    Option<SessionKeyRefresh> keys = SessionKeyRefresh.start(source, settings);
    Option<ClientSecretRefresh> secrets =
        gateway.client().flatMap(client -> ClientSecretRefresh.start(source, settings, client));
    Option<SecretRefresh> others = SecretRefresh.start(source, settings, live);
    hangUp.run(
        () -> {
          refresh.refresh();
          keys.forEach(SessionKeyRefresh::reload);
          secrets.forEach(ClientSecretRefresh::reload);
          others.forEach(SecretRefresh::reload);
        });
    Option<String> own = settings.ownProvider().map(OwnProvider::name);
    LOG.atInfo()
        .addKeyValue(
            own.getOrElse("tenant"),
            own.fold(() -> settings.auth0().tenant().toString(), name -> settings.upstream()))
        .addKeyValue("users", running.users())
        .addKeyValue("operators", running.operators())
        .log("Portcullis is ready");
    LOG.info(
        "RFC 9700 section 2.4{} against the password grant; this gateway makes it as safe as it can"
            + " be, and a hosted login is safer",
        own.isEmpty() ? " and Auth0 advise" : " advises");
    return () -> {
      refresh.close();
      keys.forEach(SessionKeyRefresh::close);
      secrets.forEach(ClientSecretRefresh::close);
      others.forEach(SecretRefresh::close);
      running.close();
    };
  }

  /**
   * Ends the start if the tenant refuses the application. It also opens the connection that the
   * first login uses.
   *
   * @param secrets how many are set
   */
  private static void prove(ClientWatch client, int secrets) {
    switch (client.proveEach()) {
      case ClientProof.Accepted accepted -> {}
      case ClientProof.Refused(var error) ->
          throw new IllegalStateException(
              "Auth0 refuses the application ("
                  + error.status()
                  + " "
                  + error.code()
                  + "): compare auth0.client-id"
                  + (secrets > 1
                      ? ", auth0.client-secret and auth0.old-client-secret"
                      : " and auth0.client-secret")
                  + " with the application's settings in Auth0's Dashboard");
      case ClientProof.Unknown(var why) ->
          LOG.atWarn()
              .addKeyValue("reason", why.code().word())
              .log("Whether Auth0 accepts the client id and secret could not be checked");
    }
  }
}
