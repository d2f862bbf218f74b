package org.resnet4j.torch;

import java.util.List;
import org.resnet4j.layer.Affine;
import org.resnet4j.layer.AvgPool;
import org.resnet4j.layer.BatchNorm;
import org.resnet4j.layer.Conv;
import org.resnet4j.layer.Dropout;
import org.resnet4j.layer.Linear;
import org.resnet4j.layer.Ops;
import org.resnet4j.layer.Parameter;
import org.resnet4j.layer.Pool;
import org.resnet4j.layer.Subsample;

/**
 * Interprets a network as the parameters that scale a value: while they, and biases and shifts, are
 * zero, the value is zero. Empty for a value that no parameters can zero.
 */
final class ScaledBy implements Ops<List<Parameter>> {
  @Override
  public List<Parameter> conv(Conv conv, List<Parameter> x) {
    return List.of(conv.weights());
  }

  @Override
  public List<Parameter> batchNorm(BatchNorm norm, List<Parameter> x) {
    return List.of(norm.scale());
  }

  @Override
  public List<Parameter> linear(Linear linear, List<Parameter> x) {
    return List.of(linear.weights());
  }

  @Override
  public List<Parameter> relu(List<Parameter> x) {
    return x;
  }

  @Override
  public List<Parameter> sigmoid(List<Parameter> x) {
    return List.of();
  }

  @Override
  public List<Parameter> affine(Affine affine, List<Parameter> x) {
    return affine.shift() == 0 ? x : List.of();
  }

  @Override
  public List<Parameter> pool(Pool pool, List<Parameter> x) {
    return x;
  }

  @Override
  public List<Parameter> avgPool(AvgPool pool, List<Parameter> x) {
    return x;
  }

  @Override
  public List<Parameter> flatten(List<Parameter> x) {
    return x;
  }

  @Override
  public List<Parameter> dropout(Dropout dropout, List<Parameter> x) {
    return x;
  }

  @Override
  public List<Parameter> add(List<Parameter> a, List<Parameter> b) {
    return concat(List.of(a, b));
  }

  /** One silent factor is enough. */
  @Override
  public List<Parameter> multiply(List<Parameter> a, List<Parameter> b) {
    return a.isEmpty() ? b : a;
  }

  /** All must be silent. */
  @Override
  public List<Parameter> concat(List<List<Parameter>> parts) {
    return parts.stream().anyMatch(List::isEmpty)
        ? List.of()
        : parts.stream().flatMap(List::stream).toList();
  }

  @Override
  public List<Parameter> subsample(Subsample subsample, List<Parameter> x) {
    return x;
  }
}
