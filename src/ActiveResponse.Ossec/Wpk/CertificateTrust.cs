using System.Security.Cryptography.X509Certificates;

namespace ActiveResponse.Ossec.Wpk;

/// <summary>Checks whether a certificate leads to a root of a CA store. Uses neither the network nor the system's roots.</summary>
internal static class CertificateTrust
{
    /// <summary>Tries the stores in order, like Wazuh: the intermediate certificates must be in the same store as the root.</summary>
    /// <returns>The store that vouches; otherwise the reason why none does.</returns>
    public static (string? CaStore, WpkFailure Failure, string Detail) Find(
        X509Certificate2 certificate,
        IReadOnlyList<string> caStores,
        DateTimeOffset now
    )
    {
        var failure = WpkFailure.NoCaStore;
        var reasons = new List<string>();
        foreach (var caStore in caStores.Where(static path => path.Length > 0))
        {
            var (certificates, problem) = CaStoreFile.Read(caStore);
            try
            {
                if (problem is null)
                {
                    problem = ProblemOf(certificate, certificates, now);
                    failure = WpkFailure.NotTrusted;
                }

                if (problem is null)
                {
                    return (caStore, default, "");
                }

                reasons.Add($"{caStore}: {problem}");
            }
            finally
            {
                foreach (var one in certificates)
                {
                    one.Dispose();
                }
            }
        }

        return (null, failure, reasons.Count == 0 ? "no CA store is given" : string.Join("; ", reasons));
    }

    private static string? ProblemOf(X509Certificate2 certificate, X509Certificate2Collection store, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        var policy = chain.ChainPolicy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.DisableCertificateDownloads = true;
        policy.VerificationTime = now.LocalDateTime;
        foreach (var one in store)
        {
            (IsSelfIssued(one) ? policy.CustomTrustStore : policy.ExtraStore).Add(one);
        }

        try
        {
            return chain.Build(certificate) ? null : Reason(chain);
        }
        catch (Exception e) when (CertificateCheck.IsOfContent(e))
        {
            return $"the chain to a root of the store can't be checked: {WpkText.OneLine(e.Message)}";
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    // The first fault from the package's certificate upwards is the most telling.
    private static string Reason(X509Chain chain)
    {
        foreach (var element in chain.ChainElements)
        {
            foreach (var status in element.ChainElementStatus)
            {
                return $"{WpkText.OneLine(element.Certificate.Subject)}: {Reason(status.Status, element.Certificate)}";
            }
        }

        return "it doesn't lead to a root of the store";
    }

    private static string Reason(X509ChainStatusFlags status, X509Certificate2 certificate) =>
        status switch
        {
            X509ChainStatusFlags.NotTimeValid => FormattableString.Invariant(
                $"valid only from {certificate.NotBefore.ToUniversalTime():u} to {certificate.NotAfter.ToUniversalTime():u}"
            ),
            X509ChainStatusFlags.UntrustedRoot => "it isn't a root of the store",
            X509ChainStatusFlags.PartialChain => "its issuer is not in the store",
            X509ChainStatusFlags.NotSignatureValid => "its issuer has not signed it",
            X509ChainStatusFlags.InvalidBasicConstraints => "its issuer isn't a CA, or may not issue CAs",
            X509ChainStatusFlags.NotValidForUsage => "its issuer's key may not sign certificates",
            _ => status.ToString(),
        };
}
