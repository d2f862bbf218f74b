package org.resnet4j.weights;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The naming scheme of a file's tensors, and its mapping to torchvision's names. */
public enum Origin {
  /** torchvision's names, which are also timm's for residual networks, and this library's. */
  TORCHVISION,
  /** timm's VGG, whose first linear layers are convolutions there. */
  TIMM(
      "pre_logits.fc1.weight",
      "",
      new Rule("^pre_logits\\.fc1\\.", "classifier.0."),
      new Rule("^pre_logits\\.fc2\\.", "classifier.3."),
      new Rule("^head\\.fc\\.", "classifier.6.")),
  /** akamaster/pytorch_resnet_cifar10: the three stages of the CIFAR family. */
  AKAMASTER(
      "linear.weight",
      "layer4.0.conv1.weight",
      new Rule("^linear\\.", "fc."),
      new Rule("\\.shortcut\\.", ".downsample.")),
  /** kuangliu/pytorch-cifar: four stages after a 3x3 stem. */
  KUANGLIU(
      "linear.weight",
      "",
      new Rule("^linear\\.", "fc."),
      new Rule("\\.shortcut\\.", ".downsample.")),
  /** open-mmlab/mmpretrain, where the head is a sibling of the backbone. */
  MMPRETRAIN(
      "backbone.conv1.weight",
      "backbone.fc.weight",
      new Rule("^backbone\\.", ""),
      new Rule("^head\\.fc\\.", "fc.")),
  /** Hugging Face transformers, which number stages and layers from 0. */
  TRANSFORMERS(
      "resnet.embedder.embedder.convolution.weight",
      "",
      new Rule("^resnet\\.embedder\\.embedder\\.convolution\\.", "conv1."),
      new Rule("^resnet\\.embedder\\.embedder\\.normalization\\.", "bn1."),
      new Rule("^resnet\\.encoder\\.stages\\.(\\d)\\.layers\\.", m -> "layer" + next(m) + "."),
      new Rule("\\.shortcut\\.convolution\\.", ".downsample.0."),
      new Rule("\\.shortcut\\.normalization\\.", ".downsample.1."),
      new Rule("\\.layer\\.(\\d)\\.convolution\\.", m -> ".conv" + next(m) + "."),
      new Rule("\\.layer\\.(\\d)\\.normalization\\.", m -> ".bn" + next(m) + "."),
      new Rule("^classifier\\.1\\.", "fc.")),
  /** torchvision's children in an {@code nn.Sequential}, the body of fastai's models. */
  SEQUENTIAL(
      "4.0.conv1.weight",
      "",
      new Rule("^0\\.", "conv1."),
      new Rule("^1\\.", "bn1."),
      new Rule("^([4-7])\\.", m -> "layer" + (Integer.parseInt(m.group(1)) - 3) + "."));

  /** A pattern in a name, and its replacement in torchvision's. */
  private record Rule(Pattern pattern, Function<MatchResult, String> replacement) {
    Rule(String pattern, String replacement) {
      this(pattern, match -> replacement);
    }

    Rule(String pattern, Function<MatchResult, String> replacement) {
      this(Pattern.compile(pattern), replacement);
    }
  }

  private final String has;
  private final String lacks;

  @SuppressWarnings("ImmutableEnumChecker") // a List.of
  private final List<Rule> rules;

  Origin() {
    this("", "");
  }

  /**
   * @param has a name that only this origin has, or none
   * @param lacks a name that it does not have though a later one does, or none
   */
  Origin(String has, String lacks, Rule... rules) {
    this.has = has;
    this.lacks = lacks;
    this.rules = List.of(rules);
  }

  /** The scheme of these names; torchvision's by default. */
  static Origin of(Set<String> names) {
    for (Origin origin : values()) {
      if (names.contains(origin.has) && !names.contains(origin.lacks)) {
        return origin;
      }
    }
    return TORCHVISION;
  }

  /** The name that torchvision gives a tensor. */
  String rename(String name) {
    String renamed = name;
    for (Rule rule : rules) {
      renamed = rule.pattern().matcher(renamed).replaceFirst(rule.replacement());
    }
    return renamed;
  }

  private static int next(MatchResult match) {
    return Integer.parseInt(match.group(1)) + 1;
  }
}
