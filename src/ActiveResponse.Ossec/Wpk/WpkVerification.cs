using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>The result of verifying a package.</summary>
public sealed record WpkVerification
{
    /// <summary>Why it is refused; null if it is genuine.</summary>
    public WpkFailure? Failure { get; init; }

    /// <summary>The reason in one line; null if it is genuine.</summary>
    public string? Detail { get; init; }

    /// <summary>The subject of the package's certificate; null if it has none.</summary>
    public string? Signer { get; init; }

    /// <summary>The certificate's SHA-256, 64 lower-case hexadecimal digits; null if there is none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The CA store that vouches for the certificate, as given; null if none does.</summary>
    public string? CaStore { get; init; }

    /// <summary>The length of the signed content in bytes; 0 if it wasn't read.</summary>
    public long ContentLength { get; init; }

    /// <summary>The SHA-256 of the signed content, 64 lower-case hexadecimal digits; null if it wasn't read.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Whether the package is genuine.</summary>
    [MemberNotNullWhen(false, nameof(Failure), nameof(Detail))]
    [MemberNotNullWhen(true, nameof(Signer), nameof(Fingerprint), nameof(CaStore), nameof(ContentHash))]
    public bool IsGenuine => Failure is null;
}
