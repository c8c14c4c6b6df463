using ActiveResponse.Configuration;

namespace ActiveResponse.Tool.Export;

/// <summary>An element of a firewall's set.</summary>
/// <param name="Network">The address or network.</param>
/// <param name="Seconds">How long it stays; null until it is removed.</param>
internal sealed record SetElement(AddressPrefix Network, long? Seconds)
{
    /// <summary>Whether it lasts at least as long as another one.</summary>
    public bool Outlasts(SetElement other) => Seconds is null || Seconds >= other.Seconds;
}
