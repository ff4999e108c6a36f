// An image as a dataset gives it.
namespace PluginHost;

/// <summary>An image: bytes in channel, row, column order.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">Channels × Height × Width bytes.</param>
public sealed record ImageData(int Channels, int Height, int Width, byte[] Pixels);
