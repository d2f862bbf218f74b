package org.resnet4j.train.run;

import org.jspecify.annotations.Nullable;
import org.resnet4j.evaluate.Evaluation;

/**
 * The result of a run's best weights on its held-out test images. Accuracies are fractions from 0
 * to 1.
 *
 * @param epoch whose weights they are, counted from 1
 * @param top5 null with fewer than six classes
 */
public record TestResult(int epoch, long images, double loss, double top1, @Nullable Double top5) {
  public static TestResult of(int epoch, Evaluation test) {
    return new TestResult(epoch, test.images(), test.loss(), test.top1(), test.top5());
  }
}
