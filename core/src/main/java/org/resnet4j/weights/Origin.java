package org.resnet4j.weights;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whose names the tensors of a file have, and how those become torchvision's. */
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
  /** kuangliu/pytorch-cifar: four stages behind a 3x3 stem. */
  KUANGLIU(
      "linear.weight",
      "",
      new Rule("^linear\\.", "fc."),
      new Rule("\\.shortcut\\.", ".downsample."));

  /** The first match of a pattern in a name, and what stands there in torchvision's. */
  private record Rule(Pattern pattern, String replacement) {
    Rule(String pattern, String replacement) {
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

  /** Whose these names are; torchvision's if they are nobody else's. */
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
}
