package dev.portcullis.adapters.redis;

import io.lettuce.core.output.CommandOutput;
import java.util.ArrayList;
import java.util.List;

/** An answer that is a list of lists of numbers. */
final class StepsOutput extends CommandOutput<String, String, List<List<Long>>> {

  private boolean begun;

  StepsOutput() {
    super(TextCodec.INSTANCE, new ArrayList<>());
  }

  @Override
  public void multi(int count) {
    if (begun) {
      output.add(new ArrayList<>(count));
    }
    begun = true;
  }

  @Override
  public void set(long number) {
    output.getLast().add(number);
  }
}
