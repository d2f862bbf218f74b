package org.resnet4j.compiled.onednn;

import org.bytedeco.dnnl.global.dnnl.algorithm;
import org.resnet4j.compiled.graph.Operation;
import org.resnet4j.compiled.graph.Step;
import org.resnet4j.layer.Shape;

/**
 * The windows of a pooling in oneDNN's terms, height first.
 *
 * @param after the padding at the end of each axis, as much as the last window needs
 */
public record PoolWindow(
    algorithm kind, long[] stride, long[] kernel, long[] dense, long[] before, long[] after) {
  /** The windows of a step. */
  public static PoolWindow of(Step step, Operation.Pooling pooling) {
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    return new PoolWindow(
        switch (pooling.kind()) {
          case MAX -> algorithm.pooling_max;
          case AVERAGE -> algorithm.pooling_avg_exclude_padding;
        },
        new long[] {pooling.stride(), pooling.stride()},
        new long[] {pooling.kernel(), pooling.kernel()},
        new long[] {0, 0},
        new long[] {pooling.padding(), pooling.padding()},
        new long[] {
          after(pooling, from.height(), to.height()), after(pooling, from.width(), to.width())
        });
  }

  private static long after(Operation.Pooling pooling, int from, int to) {
    return (to - 1L) * pooling.stride() + pooling.kernel() - from - pooling.padding();
  }
}
