package dev.portcullis.bootstrap.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.settings.SettingsReader;
import dev.portcullis.bootstrap.settings.document.SettingsSource;
import io.vavr.collection.HashMap;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that are read again from their files, as settings name them. */
class SecretRefreshTest {

  private static final String INLINE = "s3cret-in-the-settings-file-0123456789";

  @TempDir private Path directory = Path.of(".");

  @Test
  void a_secret_starts_as_the_settings_own_object_and_not_as_a_copy() throws IOException {
    Settings settings = settings("file:management.secret", "file:ticket.secret");

    LiveSecrets secrets = LiveSecrets.of(settings);

    assertThat(secrets.management().get())
        .isSameAs(settings.doctor().management().get().clientSecret());
    assertThat(secrets.keys())
        .containsExactly(
            "management.client-secret",
            "password-reset.ticket.client-secret",
            "password-reset.delivery.secret");
  }

  @Test
  void a_changed_file_is_read_when_it_is_at_rest_and_no_other_secret_changes() throws IOException {
    LiveSecrets secrets = live("file:management.secret", "file:ticket.secret");
    SecretRefresh refresh = refresh(secrets, "file:management.secret", "file:ticket.secret").get();
    ClientSecret ticket = secrets.ticket().get();

    write("management.secret", "the-next-secret\n");
    refresh.look();
    String before = secrets.management().get().reveal();
    refresh.look();

    assertThat(before).isEqualTo("management-secret");
    assertThat(secrets.management().get().reveal()).isEqualTo("the-next-secret");
    assertThat(secrets.ticket().get()).isSameAs(ticket);
    refresh.close();
  }

  @Test
  void a_file_that_changed_after_the_settings_were_read_is_read_at_once() throws IOException {
    Settings settings = settings("file:management.secret", "file:ticket.secret");
    LiveSecrets secrets = LiveSecrets.of(settings);
    ClientSecret ticket = secrets.ticket().get();
    write("management.secret", "the-next-secret\n");

    SecretRefresh refresh =
        SecretRefresh.start(
                source("file:management.secret", "file:ticket.secret"), settings, secrets)
            .get();
    refresh.close();

    assertThat(secrets.management().get().reveal()).isEqualTo("the-next-secret");
    assertThat(secrets.ticket().get()).isSameAs(ticket);
  }

  @Test
  void a_reload_reads_every_file_at_once_and_a_bad_one_changes_nothing() throws IOException {
    LiveSecrets secrets = live("file:management.secret", "file:ticket.secret");
    SecretRefresh refresh = refresh(secrets, "file:management.secret", "file:ticket.secret").get();

    write("management.secret", "not\u0000 a secret");
    write("ticket.secret", "the-next-ticket-secret");
    refresh.reload();

    assertThat(secrets.management().get().reveal()).isEqualTo("management-secret");
    assertThat(secrets.ticket().get().reveal()).isEqualTo("the-next-ticket-secret");
    refresh.close();
  }

  @Test
  void secrets_in_the_settings_file_are_not_read_again() throws IOException {
    LiveSecrets secrets = live(INLINE, INLINE);

    Option<SecretRefresh> refresh = refresh(secrets, INLINE, INLINE);

    assertThat(refresh).isEmpty();
  }

  @Test
  void a_secret_that_is_refused_is_not_in_the_message() throws IOException {
    LiveSecrets secrets = live(INLINE, INLINE);

    assertThatThrownBy(() -> secrets.replace("password-reset.delivery.secret", "canary-short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary-short");
    assertThatThrownBy(() -> secrets.replace("auth0.client-secret", "canary-short"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("canary-short");
    assertThat(secrets.toString()).doesNotContain(INLINE);
  }

  private LiveSecrets live(String management, String ticket) throws IOException {
    return LiveSecrets.of(settings(management, ticket));
  }

  private Option<SecretRefresh> refresh(LiveSecrets secrets, String management, String ticket)
      throws IOException {
    return SecretRefresh.start(source(management, ticket), settings(management, ticket), secrets);
  }

  private Settings settings(String management, String ticket) throws IOException {
    write("management.secret", "management-secret\n");
    write("ticket.secret", "ticket-secret\n");
    return SettingsReader.read(source(management, ticket)).get();
  }

  private SettingsSource source(String management, String ticket) {
    return new SettingsSource(
        directory.resolve("portcullis.yaml").toString(),
        directory,
        """
        client-ip: {trusted-proxies: 10.0.0.0/8}
        auth0: {domain: example.eu.auth0.com, client-id: abc, client-secret: s3cret-value}
        management: {client-id: m2m, client-secret: "%s"}
        password-reset:
          method: ticket
          ticket: {client-id: tickets, client-secret: "%s"}
          delivery: {url: "https://mailer.example.com/hook", secret: "%s"}
        """
            .formatted(management, ticket, INLINE),
        HashMap.empty());
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(directory.resolve(file), text);
  }
}
