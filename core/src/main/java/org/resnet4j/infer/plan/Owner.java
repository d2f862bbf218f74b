package org.resnet4j.infer.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Keeps native objects alive beyond the scope in which they were made, until it is closed. */
final class Owner implements AutoCloseable {
  private final List<Pointer> kept = new ArrayList<>();

  <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    kept.add(pointer);
    return pointer;
  }

  /** Frees everything, the newest first. */
  @Override
  public void close() {
    Collections.reverse(kept);
    kept.forEach(Pointer::releaseReference);
    kept.clear();
  }
}
