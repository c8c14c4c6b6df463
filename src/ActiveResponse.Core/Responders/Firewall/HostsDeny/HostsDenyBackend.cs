using System.IO.Abstractions;
using ActiveResponse.Platform;
using static ActiveResponse.Responders.Firewall.FirewallCapabilities;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Blocks with lines in the deny file of TCP wrappers, as <c>host-deny</c> of OSSEC and Wazuh does, but exactly and without losing
/// entries.</summary>
internal sealed class HostsDenyBackend : FirewallBackend
{
    private readonly HostsDenyOptions _options;
    private readonly IFileSystem _files;
    private readonly INativeFiles _native;
    private readonly HostsDenyFile _file;

    /// <summary>The backend for one deny file of this host.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public HostsDenyBackend(HostsDenyOptions options, TimeProvider clock)
        : this(options, new FileSystem(), NativeFiles.OfThisHost(clock)) { }

    /// <summary>Creates a backend for one deny file of a file system.</summary>
    /// <param name="options">The file and the backend's name.</param>
    /// <param name="files">The file system.</param>
    /// <param name="native">The file system's native features.</param>
    /// <param name="beforeWrite">Called between reading and writing.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public HostsDenyBackend(HostsDenyOptions options, IFileSystem files, INativeFiles native, Action? beforeWrite = null)
        : base(
            options.Name,
            $"{(options.Form == HostsDenyForm.DenyFile ? "host-deny" : "hosts-allow")}:{options.File}",
            IPv6 | Prefixes | Batches | Enumeration | MarksEntries | KeepsEnds,
            OperatingSystem.IsLinux() || files is not FileSystem ? null : HostsDenyProbe.NotLinux
        )
    {
        options.Validate();
        (_options, _files, _native) = (options, files, native);
        _file = new HostsDenyFile(options, native) { BeforeWrite = beforeWrite };
    }

    /// <summary>The maximum number of our lines in the file.</summary>
    internal int MaxEntries => _options.MaxEntries;

    /// <summary>The file's path behind all links.</summary>
    internal string Identity
    {
        get
        {
            try
            {
                var file = FileLinks.Resolve(_files, _files.Path.GetFullPath(_options.File));
                return $"host-deny {_native.IdentityOf(_files.Path.GetDirectoryName(file) ?? "/")} {_files.Path.GetFileName(file)}";
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"host-deny {_options.File}";
            }
        }
    }

    protected override ValueTask<string> CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(HostsDenyProbe.Run(_files, _native, _options.File, _options.Form));
    }

    protected override async ValueTask ChangeAsync(FirewallBatch batch, CancellationToken cancellationToken)
    {
        var part = batch.Open;
        try
        {
            _ = await _file
                .EditAsync(document => Edit(document, batch, part.Changes), removesLock: false, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The edit didn't reach the file.
            batch.SetAll(part, ResponderResult.Failed(e.Message));
        }
    }

    protected override ValueTask<IReadOnlyList<FirewallEntry>> ReadAsync(CancellationToken cancellationToken) =>
        _file.ReadAsync(static document => document.Entries, cancellationToken);

    protected override async ValueTask RemoveAllAsync(CancellationToken cancellationToken) =>
        _ = await _file.EditAsync(RemoveAll, removesLock: true, cancellationToken).ConfigureAwait(false);

    // Called for each attempt to write; the last results count.
    private static bool Edit(HostsDenyDocument document, FirewallBatch batch, IReadOnlyList<FirewallChange> changes)
    {
        foreach (var change in changes)
        {
            if (change.IsRemovedToo)
            {
                batch.SetRemoved(change.Address, document.Remove(change.Address));
            }

            batch.Set(change.Address, change.Blocks ? document.Add(change.Entry) : document.Remove(change.Address));
        }

        return true;
    }

    private static int RemoveAll(HostsDenyDocument document)
    {
        var entries = document.Entries;
        foreach (var entry in entries)
        {
            document.Remove(entry.Address);
        }

        return entries.Count;
    }
}
