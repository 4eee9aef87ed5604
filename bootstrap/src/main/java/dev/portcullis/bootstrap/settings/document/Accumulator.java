package dev.portcullis.bootstrap.settings.document;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Collects the problems of any number of values, so that all of them are reported at once.
 *
 * <p>Add every value first, then build: {@link #build} calls its argument only if all values are
 * valid, and only there may the values be used.
 *
 * <pre>{@code
 * Accumulator all = new Accumulator();
 * var host = all.add(section.required("host", ValueType.TEXT, "The host."));
 * var port = all.add(section.withDefault("port", ValueType.number(1, 65535), "80", "The port."));
 * return all.build(() -> new Endpoint(host.get(), port.get()));
 * }</pre>
 */
public final class Accumulator {

  private Seq<SettingsProblem> problems = Vector.empty();
  private boolean invalid;

  /**
   * Adds a value, or its problems.
   *
   * @return the value; throws if it is used although it is invalid
   */
  public <T> Supplier<T> add(Validation<Seq<SettingsProblem>, T> value) {
    problems = problems.appendAll(value.isInvalid() ? value.getError() : Vector.empty());
    return needs(value);
  }

  /**
   * Adds a value whose problems are reported elsewhere: without it nothing is built.
   *
   * @return the value; throws if it is used although it is invalid
   */
  public <T> Supplier<T> needs(Validation<Seq<SettingsProblem>, T> value) {
    invalid |= value.isInvalid();
    return value::get;
  }

  /** The result of {@code make}, or every problem. */
  public <T> Validation<Seq<SettingsProblem>, T> build(Supplier<T> make) {
    return invalid ? Validation.invalid(problems) : Validation.valid(make.get());
  }

  /** The result of {@code make}, which may find a problem in how the values fit together. */
  public <T> Validation<Seq<SettingsProblem>, T> check(
      Supplier<Validation<Seq<SettingsProblem>, T>> make) {
    return invalid ? Validation.invalid(problems) : make.get();
  }

  /** The settings, changed if there is a value. */
  public static <S, V> S with(S settings, Option<V> value, BiFunction<S, V, S> change) {
    return value.fold(() -> settings, it -> change.apply(settings, it));
  }
}
