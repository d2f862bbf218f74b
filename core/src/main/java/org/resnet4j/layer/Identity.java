package org.resnet4j.layer;

/** Passes its input on unchanged: the plain shortcut. */
public record Identity() implements Leaf {
  @Override
  public <T> T apply(Ops<T> ops, T x) {
    return x;
  }
}
