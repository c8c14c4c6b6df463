using System.Diagnostics.CodeAnalysis;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>What came of verifying a package.</summary>
public sealed record WpkVerification
{
    /// <summary>Why it is refused; null when it is genuine.</summary>
    public WpkFailure? Failure { get; init; }

    /// <summary>The reason in one line; null when it is genuine.</summary>
    public string? Detail { get; init; }

    /// <summary>The subject of the certificate in the package; null when it has none.</summary>
    public string? Signer { get; init; }

    /// <summary>The certificate's SHA-256, 64 lower-case hexadecimal digits; null when there is none.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The CA store that vouches for the certificate, as it was named; null when none does.</summary>
    public string? CaStore { get; init; }

    /// <summary>The length of the signed content, in bytes; 0 when it wasn't read.</summary>
    public long ContentLength { get; init; }

    /// <summary>The SHA-256 of the signed content, 64 lower-case hexadecimal digits; null when it wasn't read.</summary>
    public string? ContentHash { get; init; }

    /// <summary>Whether the package is genuine.</summary>
    [MemberNotNullWhen(false, nameof(Failure), nameof(Detail))]
    [MemberNotNullWhen(true, nameof(Signer), nameof(Fingerprint), nameof(CaStore), nameof(ContentHash))]
    public bool IsGenuine => Failure is null;
}
