package org.resnet4j.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.resnet4j.evaluate.Views;
import org.resnet4j.image.Limits;
import org.resnet4j.torch.Device;
import org.resnet4j.torch.Precision;
import org.resnet4j.torch.Torch;
import org.resnet4j.train.optim.Sgd;

class FlagHintsTest {
  private static Arguments hint(String flag, ThrowingCallable call) {
    return Arguments.of(flag, call);
  }

  static List<Arguments> refusals() {
    return List.of(
        hint(
            "raise the limit on pixels (--max-pixels)", () -> Limits.DEFAULT.check(60_000, 60_000)),
        hint("a learning rate (--lr)", () -> new Sgd(-1, 0, false, 0, true)),
        hint("a weight decay (--weight-decay)", () -> new Sgd(1, 0, false, -1, true)),
        hint("the device (--device)", () -> Device.named("tpu")),
        hint("the precision (--precision)", () -> Precision.named("fp8", Device.CPU)),
        hint("the views (--augment)", () -> Views.named("many")),
        hint("1 thread (--threads)", () -> Torch.usable(0)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void messagesOfTheLibraryGainTheFlag(String expected, ThrowingCallable call) {
    String message = String.valueOf(catchThrowable(call).getMessage());
    assertThat(message).doesNotContain("--");
    assertThat(FlagHints.added(message)).contains(expected);
  }

  @Test
  void otherTextIsUnchanged() {
    assertThat(FlagHints.added("top-1 50.00 %")).isEqualTo("top-1 50.00 %");
  }
}
