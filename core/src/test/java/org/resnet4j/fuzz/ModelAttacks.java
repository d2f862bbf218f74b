package org.resnet4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Model files whose card, limits or numbers lie. */
final class ModelAttacks {
  private static final String FRAME = "\"shortSide\":8,\"height\":8,\"width\":8";
  private static final String INPUT = "\"height\":8,\"width\":8},\"classes\"";

  private final String card;
  private final String limits;
  private final List<Attack> attacks = new ArrayList<>();

  /** From the valid file in 8 bits. */
  private ModelAttacks() {
    Path valid =
        Corpus.valid(Target.MODEL).stream()
            .filter(file -> file.endsWith("int8"))
            .findFirst()
            .orElseThrow();
    try {
      List<String> lines = Files.readString(valid, UTF_8).lines().toList();
      card = lines.get(0);
      limits = lines.get(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Attack> all() {
    ModelAttacks all = new ModelAttacks();
    for (int side : new int[] {3_000, 4_097, 8_001, 2_147_483_647}) {
      all.card("frame-of-" + side, FRAME, FRAME.replace("8", "" + side));
      String frame = changed(all.card, FRAME, FRAME.replace("8", "" + side));
      all.add("both-of-" + side, changed(frame, INPUT, INPUT.replace("8", "" + side)), "");
    }
    all.card("input", INPUT, INPUT.replace("8", "2147483647"));
    all.card("short-side", "\"shortSide\":8", "\"shortSide\":2147483647");
    all.card("long-and-thin", INPUT, "\"height\":1,\"width\":1000000000},\"classes\"");
    all.card("channels", "\"channels\":3", "\"channels\":2147483647");
    all.card("two-billion-classes", "\"classes\":2", "\"classes\":2147483647");
    all.card("one-class", "\"classes\":2", "\"classes\":1");
    all.card("ten-thousand-layers", "\"tiny\"", "\"cifar-resnet9998\"");
    all.card("std-of-0", "[0.2,", "[0,");
    all.card("std-next-to-0", "[0.2,", "[1e-44,");
    all.card("infinite-std", "[0.2,", "[1e300,");
    all.card("infinite-mean", "[0.5,", "[1e300,");
    all.numbers("nan", "", 0, 0xFF);
    all.numbers("negative-variance", "", 4 * 108 + 3 * 16, 0xBD); // Behind conv1 and three of bn1.
    all.numbers("scale-of-0", all.limits, 108, 0);
    all.numbers("scale-of-nan", all.limits, 108, 0xFF);
    all.limits("no-limits", "{\"method\":\"MIN_MAX\",\"images\":1,\"limits\":{}}");
    all.limits("negative-limit", changed(all.limits, "\"conv1\":", "\"conv1\":-"));
    all.limits("infinite-limit", changed(all.limits, "\"conv1\":", "\"conv1\":1e300,\"x\":"));
    all.add(
        "limits-of-other-images", changed(all.card, FRAME, FRAME.replace("8", "7")), all.limits);
    return all.attacks;
  }

  private static String changed(String text, String part, String other) {
    if (!text.contains(part)) {
      throw new IllegalArgumentException(part + " is not in " + text);
    }
    return text.replace(part, other);
  }

  private void card(String name, String part, String other) {
    add(name, changed(card, part, other), "");
  }

  private void limits(String name, String quantisation) {
    add(name, card, quantisation);
  }

  /** Four bytes of the tensors are others. */
  private void numbers(String name, String quantisation, int at, int value) {
    byte[] data = new byte[at + 4];
    Arrays.fill(data, ModelFile.FILLED);
    Arrays.fill(data, at, at + 4, (byte) value);
    add(name, ModelFile.of(card, quantisation, data));
  }

  private void add(String name, String card, String quantisation) {
    add(name, ModelFile.of(card, quantisation, new byte[0]));
  }

  private void add(String name, byte[] file) {
    attacks.add(new Attack(name, () -> file, Target.MODEL::parse, true));
  }
}
