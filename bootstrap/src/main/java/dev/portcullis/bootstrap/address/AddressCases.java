package dev.portcullis.bootstrap.address;

import dev.portcullis.bootstrap.address.AddressCase.Decision;
import dev.portcullis.bootstrap.settings.clientip.ClientIp;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Runs a file of cases against settings, and reports the decisions that are not as expected. */
public final class AddressCases {

  private final ListenerSettings settings;
  private final String listener;
  private final boolean json;
  private final PrintWriter out;
  private final Consumer<SettingsProblem> warnings;

  /** Settings are read once for all cases that share them. */
  private final Map<String, Validation<Seq<SettingsProblem>, ClientIp>> read = new HashMap<>();

  /** Reads the client-ip settings of a listener. */
  @FunctionalInterface
  public interface ListenerSettings {

    /**
     * The settings, or their problems.
     *
     * @param replacing client-ip keys as YAML or JSON, in place of those of the file
     */
    Validation<Seq<SettingsProblem>, ClientIp> read(String listener, Option<String> replacing);
  }

  /**
   * A run.
   *
   * @param listener the listener of cases that name none
   * @param json whether each decision is printed as one line of JSON
   * @param warnings receives each finding of the lint once
   */
  public AddressCases(
      ListenerSettings settings,
      String listener,
      boolean json,
      PrintWriter out,
      Consumer<SettingsProblem> warnings) {
    this.settings = settings;
    this.listener = listener;
    this.json = json;
    this.out = out;
    this.warnings = warnings;
  }

  /** Reads to the end; true if there was a case and every one passed. */
  public boolean run(BufferedReader lines) throws IOException {
    int number = 0;
    int passed = 0;
    int failed = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Validation<String, AddressCase> parsed = AddressCase.parse(line);
      if (parsed.isInvalid()) {
        failed++;
        report("line " + number + ": " + parsed.getError());
        continue;
      }
      AddressCase one = parsed.get();
      Decision decision = one.decide(settings(one));
      if (json) {
        out.println(DecisionJson.of(decision));
      }
      if (one.accepts(decision)) {
        passed++;
      } else {
        failed++;
        String name = one.id().isEmpty() ? "line " + number : one.id();
        report("FAIL " + name + ": expected " + one.expect() + ", got " + decision.sentence());
      }
    }
    if (!json) {
      out.println(passed + " passed, " + failed + " failed");
    }
    out.flush();
    return failed == 0 && passed > 0;
  }

  private void report(String text) {
    if (!json) {
      out.println(text);
    }
  }

  private Validation<Seq<SettingsProblem>, ClientIp> settings(AddressCase one) {
    String name = one.listener().equals("users") ? listener : one.listener();
    String key = name + " " + one.settings().getOrElse("");
    Validation<Seq<SettingsProblem>, ClientIp> known = read.get(key);
    if (known != null) {
      return known;
    }
    Validation<Seq<SettingsProblem>, ClientIp> fresh = settings.read(name, one.settings());
    if (read.size() < 10_000) {
      read.put(key, fresh);
    }
    fresh.forEach(clientIp -> clientIp.findings().forEach(warnings));
    return Objects.requireNonNull(fresh);
  }
}
