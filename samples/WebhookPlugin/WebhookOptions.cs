namespace WebhookPlugin;

/// <summary>Where blocks are posted, and how.</summary>
public sealed record WebhookOptions
{
    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Default: <c>webhook</c>.</summary>
    public string Name { get; init; } = "webhook";

    /// <summary>Where blocks are posted: an absolute http or https address.</summary>
    public required Uri Block { get; init; }

    /// <summary>Where the end of blocks is posted.</summary>
    public required Uri Unblock { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer …</c>; null for none. It appears in no result, log line or text of these
    /// options.</summary>
    public string? Token { get; init; }

    /// <summary>How long to wait for an answer. More than zero. Default: 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    // A record would print the token.
    public override string ToString() => $"{Name}: {Block.GetLeftPart(UriPartial.Path)}";

    internal void Check()
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(Name);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Timeout, TimeSpan.Zero, nameof(Timeout));
        foreach (var address in new[] { Block, Unblock })
        {
            if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps))
            {
                throw new ArgumentException($"'{address}' is no absolute http or https address.");
            }
        }
    }
}
