namespace ActiveResponse.Notifications;

/// <summary>Posts notifications to a web address.</summary>
public sealed record WebhookNotificationOptions : NotificationOptions
{
    /// <summary>Absolute http or https address. Redirects aren't followed.</summary>
    public required Uri Url { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer …</c>; null for none. It appears in no log line or text.</summary>
    public string? Token { get; init; }

    /// <summary>The server alone: path and query may hold a secret.</summary>
    public override string ToString() =>
        Url.IsAbsoluteUri ? $"webhook {Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}" : "webhook";

    internal void Validate() =>
        Validation()
            .Require(
                Url is { IsAbsoluteUri: true } && (Url.Scheme == Uri.UriSchemeHttp || Url.Scheme == Uri.UriSchemeHttps),
                $"{nameof(Url)} must be an absolute http or https address"
            )
            .Require(
                Url is not { IsAbsoluteUri: true } || Url.UserInfo.Length == 0,
                $"{nameof(Url)} must have no user and password: set {nameof(Token)}"
            )
            .Require(Token is null || IsToken(Token), $"{nameof(Token)} must be visible ASCII characters without spaces")
            .ThrowIfAny();

    /// <summary>Whether text can be a token: visible ASCII characters without spaces.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
