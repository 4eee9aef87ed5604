package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.cli.OptionRules;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import io.vavr.collection.HashSet;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * An option that has no effect in its combination is refused. The table has every option of every
 * command, so that a new one is weighed against the others: which of them leave it without effect,
 * and without which it has none.
 */
class OptionCombinationsTest {

  private static final Row ALONE = new Row("", HashMap.empty(), HashMap.empty(), "");

  /** By command: its options, what leaves what without effect, what needs what, a minimal use. */
  private static final Map<String, Row> TABLE =
      HashMap.<String, Row>empty()
          .put("serve", ALONE.options("--config"))
          .put("check-config", ALONE.options("--config --json"))
          .put(
              "doctor",
              ALONE
                  .options(
                      "--config --only --skip --since --json --junit --sarif --plan --apply --yes"
                          + " --write-terraform --write-deploy-cli")
                  .apart("--only", "--skip")
                  .apart("--apply", "--plan --json")
                  .apart("--plan", "--since --json --junit --sarif")
                  .apart("--write-terraform", "--since --json --junit --sarif")
                  .apart("--write-deploy-cli", "--since --json --junit --sarif")
                  .needs("--yes", "--apply"))
          .put(
              "resolve-ip",
              ALONE
                  .options(
                      "--config --listener --peer --header --certificate --proxy-protocol-hex"
                          + " --cases --json")
                  .apart("--cases", "--peer --header --certificate --proxy-protocol-hex")
                  .unless("--cases", "--peer"))
          .put(
              "verify-url",
              ALONE
                  .options("--config URL --header --method --path --return-to")
                  .apart("--return-to", "URL --header --method --path"))
          .put(
              "init",
              ALONE.options(
                  "--config --proxy --proxy-from --domain --client-id --client-secret-file"
                      + " --audience --force"))
          .put("completion", ALONE)
          .put("version", ALONE)
          .put("help", ALONE.options("COMMAND"))
          .put("demo", ALONE.options("--port --once --json"))
          .put(
              "emulator",
              ALONE
                  .options(
                      "--port --host --tls-dir --https-port --issuer --allow-host"
                          + " --password-hashing --tenant --data --breached --print-schema")
                  .apart(
                      "--print-schema",
                      "--port --host --tls-dir --https-port --issuer --allow-host"
                          + " --password-hashing --tenant --data --breached")
                  .needs("--https-port", "--tls-dir"));

  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void every_option_of_a_command_is_in_the_table(String command) {
    assertThat(arguments(command).map(OptionRules::name))
        .as("give a new option its rules, in the command and in the table here")
        .containsExactlyInAnyOrderElementsOf(row(command).names());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void two_options_are_refused_where_one_has_no_effect_and_only_there(String command) {
    Row row = row(command);

    for (Tuple2<String, String> pair : pairs(row.names())) {
      Set<String> given = row.completed(HashSet.of(pair._1(), pair._2()));
      assertThat(OptionRules.of(line(command)).problem(given).isDefined())
          .as("%s %s", command, given)
          .isEqualTo(row.isApart(given));
    }
  }

  @ParameterizedTest
  @MethodSource("commands")
  void an_option_is_refused_without_the_one_it_needs(String command) {
    row(command)
        .needs()
        .forEach(
            (option, needed) ->
                assertThat(OptionRules.of(line(command)).problem(HashSet.of(option)))
                    .as("%s %s", command, option)
                    .contains(option + " needs " + needed + "."));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void the_command_line_itself_refuses_them(String command) {
    for (Tuple2<String, String> pair : pairs(row(command).names())) {
      if (row(command).isApart(HashSet.of(pair._1(), pair._2()))) {
        StringWriter err = new StringWriter();

        int code =
            Main.commandLine().setErr(new PrintWriter(err, true)).execute(written(command, pair));

        assertThat(code).as("%s %s", command, pair).isEqualTo(2);
        assertThat(err.toString()).contains(pair._1()).contains("See portcullis " + command);
      }
    }
  }

  private static Row row(String command) {
    return TABLE
        .get(command)
        .getOrElseThrow(() -> new AssertionError(command + ": not in the table"));
  }

  private static CommandLine line(String command) {
    CommandLine line = Main.commandLine().getSubcommands().get(command);
    if (line == null) {
      throw new AssertionError(command + ": no such command");
    }
    return line;
  }

  private static Vector<ArgSpec> arguments(String command) {
    return Vector.ofAll(line(command).getCommandSpec().args())
        .reject(
            argument ->
                argument instanceof OptionSpec option
                    && (option.usageHelp() || option.versionHelp()));
  }

  private static Seq<Tuple2<String, String>> pairs(Seq<String> names) {
    return names.combinations(2).map(pair -> new Tuple2<>(pair.get(0), pair.get(1)));
  }

  /** The two with values that can be read. */
  private static String[] written(String command, Tuple2<String, String> pair) {
    return Vector.of(command)
        .appendAll(
            arguments(command)
                .filter(
                    argument -> {
                      String name = OptionRules.name(argument);
                      return name.equals(pair._1()) || name.equals(pair._2());
                    })
                .flatMap(OptionCombinationsTest::words))
        .toJavaArray(String[]::new);
  }

  private static Seq<String> words(ArgSpec argument) {
    Vector<String> value =
        argument.arity().max() == 0
            ? Vector.empty()
            : Vector.of(argument.type() == int.class ? "1" : "x");
    return argument instanceof OptionSpec option ? value.prepend(option.longestName()) : value;
  }

  /** What the table has of a command. */
  private record Row(
      String options, Map<String, String> apart, Map<String, String> needs, String minimal) {

    Row options(String all) {
      return new Row(all, apart, needs, minimal);
    }

    Row apart(String one, String others) {
      return new Row(options, apart.put(one, others), needs, minimal);
    }

    Row needs(String option, String other) {
      return new Row(options, apart, needs.put(option, other), minimal);
    }

    /** One of the two is always given; the second, unless the first is. */
    Row unless(String first, String second) {
      return new Row(options, apart, needs, first + " " + second);
    }

    Seq<String> names() {
      return words(options);
    }

    boolean isApart(Set<String> given) {
      return apart.exists(
          entry -> given.contains(entry._1()) && words(entry._2()).exists(given::contains));
    }

    /** With what they need. */
    Set<String> completed(Set<String> given) {
      Set<String> complete = given.addAll(given.flatMap(needs::get));
      Seq<String> either = words(minimal);
      return either.isEmpty() || either.exists(complete::contains)
          ? complete
          : complete.add(either.last());
    }

    private static Seq<String> words(String text) {
      return text.isEmpty() ? Vector.empty() : Vector.of(text.split(" ", -1));
    }
  }
}
