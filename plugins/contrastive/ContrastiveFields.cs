// The names that the parts of contrastive learning share.
namespace PluginHost.Contrastive;

/// <summary>The names that views, objective and loss share.</summary>
public static class ContrastiveFields
{
    /// <summary>The first view of each image, float [B, channels, height, width].</summary>
    public const string FirstView = "pixel_values_1";

    /// <summary>The second view of each image, shaped as the first.</summary>
    public const string SecondView = "pixel_values_2";

    /// <summary>The projections of the first views, float [B, D].</summary>
    public const string FirstProjection = "projections_1";

    /// <summary>The projections of the second views, float [B, D].</summary>
    public const string SecondProjection = "projections_2";
}
