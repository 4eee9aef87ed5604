package dev.portcullis.doctor.remedy;

import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.Change.Patch;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.Edit.Value;
import io.vavr.collection.LinkedHashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.function.UnaryOperator;

/**
 * The changes that resolve a number of findings. Edits of the same target are merged, so that each
 * target is changed by one call. Immutable.
 */
public final class ChangeSet {

  /** Changes nothing. */
  public static final ChangeSet EMPTY = new ChangeSet(LinkedHashMap.empty(), Vector.empty());

  private final Map<Target, Map<String, Edit>> edits;
  private final Seq<EnableConnection> connections;

  private ChangeSet(Map<Target, Map<String, Edit>> edits, Seq<EnableConnection> connections) {
    this.edits = edits;
    this.connections = connections;
  }

  /** Sets an attribute, whatever other findings wanted of it. */
  public ChangeSet set(Target target, String path, Value before, Value after) {
    return with(target, of(target).put(path, new Edit(path, before, after)));
  }

  /** Sends an attribute along as it is, unless another finding changes it. */
  public ChangeSet keep(Target target, String path, Value value) {
    return of(target).containsKey(path) ? this : set(target, path, value, value);
  }

  /** Changes a list, after the changes that other findings made to it. */
  public ChangeSet edit(
      Target target, String path, Seq<String> before, UnaryOperator<Seq<String>> change) {
    Seq<String> now =
        of(target)
            .get(path)
            .map(Edit::after)
            .map(value -> value instanceof Value.Texts(var texts) ? texts : before)
            .getOrElse(before);
    Seq<String> after = change.apply(now);
    return after.equals(now)
        ? this
        : set(target, path, new Value.Texts(before), new Value.Texts(after));
  }

  /** Enables a connection for an application. */
  public ChangeSet enable(EnableConnection connection) {
    return new ChangeSet(edits, connections.append(connection));
  }

  /** The changes, in the order in which they are safe to make. */
  public Seq<Change> changes() {
    return Vector.<Change>ofAll(patches(Target.OfApplication.class))
        .appendAll(connections)
        .appendAll(patches(Target.OfTenant.class))
        .appendAll(Vector.of(Target.OfProtection.values()).flatMap(part -> patch(part, of(part))));
  }

  private Seq<Patch> patches(Class<? extends Target> kind) {
    return edits
        .toVector()
        .filter(it -> kind.isInstance(it._1()))
        .flatMap(it -> patch(it._1(), it._2()));
  }

  private static Seq<Patch> patch(Target target, Map<String, Edit> edits) {
    return edits.values().forAll(Edit::isRepeated)
        ? Vector.empty()
        : Vector.of(new Patch(target, edits.values().toVector()));
  }

  private Map<String, Edit> of(Target target) {
    return edits.getOrElse(target, LinkedHashMap.empty());
  }

  private ChangeSet with(Target target, Map<String, Edit> changed) {
    return new ChangeSet(edits.put(target, changed), connections);
  }
}
