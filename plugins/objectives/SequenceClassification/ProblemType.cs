// What kind of answer a classification head gives.
namespace PluginHost.Objectives;

/// <summary>What kind of answer a row has; Hugging Face's <c>problem_type</c>.</summary>
public enum ProblemType
{
    /// <summary>By the labels: whole numbers are classes; other numbers are a regression with one label and several classes at once with more.</summary>
    Auto,

    /// <summary>One class a row: <c>single_label_classification</c>.</summary>
    SingleLabel,

    /// <summary>Any number of classes a row: <c>multi_label_classification</c>.</summary>
    MultiLabel,

    /// <summary>Numbers: <c>regression</c>.</summary>
    Regression,
}
