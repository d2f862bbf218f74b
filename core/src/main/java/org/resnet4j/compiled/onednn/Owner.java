package org.resnet4j.compiled.onednn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.javacpp.Pointer;

/** Keeps native objects alive beyond the scope in which they were created, until it is closed. */
public final class Owner implements AutoCloseable {
  private final List<Pointer> kept = new ArrayList<>();

  /** Keeps an object alive and returns it. */
  public <P extends Pointer> P keep(P pointer) {
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
