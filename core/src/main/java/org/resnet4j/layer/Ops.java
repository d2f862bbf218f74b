package org.resnet4j.layer;

import java.util.List;

/**
 * The operations that an interpreter of the layer tree implements. {@code T} is the type of values
 * that flow through the network: a tensor, a shape, a value of an exported graph, a step of a
 * compiled plan.
 *
 * @param <T> the kind of value that flows along the edges of the network
 */
public interface Ops<T> {
  T conv(Conv conv, T x);

  T batchNorm(BatchNorm norm, T x);

  T linear(Linear linear, T x);

  T relu(T x);

  /** The logistic function of each value, {@code 1 / (1 + exp(-x))}. */
  T sigmoid(T x);

  /** {@code affine.scale() * x + affine.shift()}. */
  T affine(Affine affine, T x);

  /** The maximum or the average of square windows. */
  T pool(Pool pool, T x);

  /** Mean over windows that divide the image into {@code pool.size() x pool.size()} cells. */
  T avgPool(AvgPool pool, T x);

  /** From {@code [n, c, h, w]} to {@code [n, c * h * w]}. */
  T flatten(T x);

  /** Zeroes each value with probability {@code dropout.rate()} in training; else the identity. */
  T dropout(Dropout dropout, T x);

  /** Element-wise sum of two values of the same shape: the addition of the residual connection. */
  T add(T a, T b);

  /**
   * Element-wise product of two values of the same shape, or of maps with one value for each of
   * their channels.
   */
  T multiply(T a, T b);

  /** Joins values along their channels. */
  T concat(List<T> parts);

  /** Takes every {@code stride}-th pixel and pads the channels with zeros: shortcut option A. */
  T subsample(Subsample subsample, T x);

  /** Called with the output of a named place of the network: a stage, a block, a tap. */
  default T mark(String name, T x) {
    return x;
  }

  /**
   * Called where a side classifier branches off; only a training interpreter needs to compute it.
   */
  default T auxiliary(Auxiliary auxiliary, T x) {
    return x;
  }
}
