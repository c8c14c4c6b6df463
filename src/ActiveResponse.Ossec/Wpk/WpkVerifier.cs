using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>Verifies agent upgrade packages (WPK) like a Wazuh agent before it installs one, without unpacking anything.</summary>
/// <remarks>A package is <c>WPK256</c> and NUL, a PEM certificate and NUL, 256 bytes of signature (RSA, PKCS #1 v1.5, SHA-256), and the
/// signed content up to its end. The content is read once, in chunks of constant size.</remarks>
/// <param name="time">The clock for certificate validity.</param>
public sealed class WpkVerifier(TimeProvider time)
{
    private const int PieceLength = 64 * 1024;

    /// <summary>Verifies one package. Errors of the package or a CA store are in the result, never thrown.</summary>
    /// <param name="package">The package, from its first byte; it is read to its end, and stays open.</param>
    /// <param name="caStores">PEM files with root certificates, or folders prepared by <c>openssl rehash</c>, as in
    /// <c>&lt;ca_store&gt;</c>. Tried in order.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public async ValueTask<WpkVerification> VerifyAsync(
        Stream package,
        IReadOnlyList<string> caStores,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(package);
        ArgumentNullException.ThrowIfNull(caStores);
        try
        {
            // Not disposed: that would close the package.
            return await ReadAsync(new BufferedStream(package, PieceLength), caStores, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Refused(WpkFailure.Unreadable, $"the file can't be read: {WpkText.OneLine(e.Message)}");
        }
    }

    private async ValueTask<WpkVerification> ReadAsync(Stream package, IReadOnlyList<string> caStores, CancellationToken cancellationToken)
    {
        if (!await WpkHeader.ReadMagicAsync(package, cancellationToken).ConfigureAwait(false))
        {
            return Refused(WpkFailure.NotAPackage, "the file doesn't begin with WPK256 and a NUL");
        }

        var (failure, text) = await WpkHeader.ReadCertificateAsync(package, cancellationToken).ConfigureAwait(false);
        using var certificate = failure is null ? WpkHeader.Parse(text) : null;
        if (certificate is null)
        {
            return failure == WpkFailure.Truncated
                ? Refused(WpkFailure.Truncated, "the file ends within its certificate")
                : Refused(WpkFailure.BadCertificate, "the file has no PEM certificate of at most 64 KiB, ended by a NUL, in its place");
        }

        var known = new WpkVerification
        {
            Signer = WpkText.OneLine(certificate.Subject),
            Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
        };
        var (caStore, untrusted, why) = CertificateTrust.Find(certificate, caStores, time.GetUtcNow());
        if (caStore is null)
        {
            return known with { Failure = untrusted, Detail = why };
        }

        return await ReadContentAsync(package, certificate, known with { CaStore = caStore }, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<WpkVerification> ReadContentAsync(
        Stream package,
        X509Certificate2 certificate,
        WpkVerification known,
        CancellationToken cancellationToken
    )
    {
        using var key = SigningKey.Of(certificate, out var badKey);
        if (key is null)
        {
            return known with { Failure = WpkFailure.BadKey, Detail = badKey };
        }

        var piece = new byte[PieceLength];
        var signature = new byte[WpkHeader.SignatureLength];
        if (
            await package.ReadAtLeastAsync(signature, signature.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)
            < signature.Length
        )
        {
            return known with { Failure = WpkFailure.Truncated, Detail = "the file ends within its signature" };
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var length = 0L;
        for (int count; (count = await package.ReadAsync(piece, cancellationToken).ConfigureAwait(false)) > 0; length += count)
        {
            hash.AppendData(piece, 0, count);
        }

        var digest = hash.GetHashAndReset();
        var read = known with { ContentLength = length, ContentHash = Convert.ToHexStringLower(digest) };
        return IsSigned(key, digest, signature)
            ? read
            : read with
            {
                Failure = WpkFailure.BadSignature,
                Detail = "the certificate's key hasn't signed this content",
            };
    }

    private static bool IsSigned(RSA key, byte[] digest, byte[] signature)
    {
        try
        {
            return key.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // An invalid key has signed nothing.
            return false;
        }
    }

    private static WpkVerification Refused(WpkFailure failure, string detail) => new() { Failure = failure, Detail = detail };
}
