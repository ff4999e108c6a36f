// problem_type by Hugging Face's names.
namespace PluginHost.Objectives;

/// <summary><see cref="ProblemType"/> by Hugging Face's names.</summary>
internal static class ProblemTypes
{
    private static readonly (ProblemType Type, string Name)[] s_names =
    [
        (ProblemType.SingleLabel, "single_label_classification"),
        (ProblemType.MultiLabel, "multi_label_classification"),
        (ProblemType.Regression, "regression"),
    ];

    /// <summary>The name in files; null for <see cref="ProblemType.Auto"/>.</summary>
    public static string? Name(ProblemType type) => s_names.FirstOrDefault(pair => pair.Type == type).Name;

    /// <summary>The type of a name.</summary>
    /// <exception cref="RecipeException">There is none of that name.</exception>
    public static ProblemType Parse(string name) => s_names.Any(pair => pair.Name == name)
        ? s_names.First(pair => pair.Name == name).Type
        : throw new RecipeException($"config.json: \"problem_type\" is \"{name}\"; it has to be one of {string.Join(", ", s_names.Select(pair => pair.Name))}.");
}
