package org.resnet4j;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Which package may use which: the arrows of the house only go one way. */
@AnalyzeClasses(
    packages = "org.resnet4j",
    importOptions = {ImportOption.DoNotIncludeTests.class})
class ArchitectureRulesTest {
  private static final String ROOT = "org.resnet4j.";

  private static final Map<String, Set<String>> MAY_USE =
      Map.ofEntries(
          entry("layer", Set.of()),
          entry("io", Set.of()),
          entry("text", Set.of()),
          entry("image", Set.of()),
          entry("arch", Set.of("layer", "text")),
          entry("torch", Set.of("layer", "arch", "io")),
          entry("data", Set.of("image", "layer", "io", "text")),
          entry("weights", Set.of("layer", "arch", "torch", "io")),
          entry("graph", Set.of("layer", "arch")),
          entry("onednn", Set.of("graph", "torch", "layer")),
          entry(
              "infer",
              Set.of(
                  "image", "data", "torch", "weights", "arch", "layer", "report", "graph", "io",
                  "onednn", "text")),
          entry("report", Set.of("io")),
          entry(
              "train",
              Set.of(
                  "data", "torch", "weights", "arch", "layer", "infer", "report", "io", "graph",
                  "onednn", "text")),
          entry(
              "study",
              Set.of(
                  "train", "infer", "data", "weights", "torch", "arch", "layer", "report", "io")));

  @ArchTest
  static void everyPackageUsesOnlyWhatItMay(JavaClasses classes) {
    Set<String> surprising = new TreeSet<>();
    for (JavaClass from : classes) {
      Set<String> allowed = MAY_USE.get(home(from));
      from.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(to -> to.getPackageName().startsWith(ROOT) && !home(to).equals(home(from)))
          .filter(to -> allowed == null || !allowed.contains(home(to)))
          .forEach(to -> surprising.add(from.getName() + " -> " + to.getName()));
    }
    assertThat(surprising).isEmpty();
  }

  @ArchTest
  static void everyPackageHasItsPlaceInTheHouse(JavaClasses classes) {
    Set<String> homes = new TreeSet<>();
    classes.forEach(each -> homes.add(home(each)));
    assertThat(homes).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
  }

  @ArchTest
  static final ArchRule noPackagesGoRoundInACircle =
      slices().matching("org.resnet4j.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nativeLibrariesAreUsedByFivePackages =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "torch..",
              ROOT + "onednn..",
              ROOT + "weights..",
              ROOT + "infer..",
              ROOT + "train..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheCommandEndsTheProcess =
      noClasses().should().callMethod(System.class, "exit", int.class);

  /** Else digits, groups and points of a message or a page follow the machine's language. */
  @ArchTest
  static final ArchRule textsAreFormattedInTheRootLocale =
      noClasses()
          .should()
          .callMethod(String.class, "format", String.class, Object[].class)
          .orShould()
          .callMethod(String.class, "formatted", Object[].class);

  /** The first part of the package's name below {@code org.resnet4j}. */
  private static String home(JavaClass type) {
    String rest = type.getPackageName().substring(ROOT.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
