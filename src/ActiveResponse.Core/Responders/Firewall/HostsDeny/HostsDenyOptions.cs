using ActiveResponse.Diagnostics;

namespace ActiveResponse.Responders.Firewall.HostsDeny;

/// <summary>Where and how addresses are written to the deny file of TCP wrappers.</summary>
public sealed record HostsDenyOptions
{
    private readonly string? _file;

    /// <summary>The name that <c>&lt;executable&gt;</c> refers to. Not empty. Default: <c>host-deny</c>, as in OSSEC and Wazuh.</summary>
    public string Name { get; init; } = "host-deny";

    /// <summary>In which of the two files of TCP wrappers addresses are denied. Default: in <c>hosts.deny</c>.</summary>
    public HostsDenyForm Form { get; init; } = HostsDenyForm.DenyFile;

    /// <summary>
    /// The file that libwrap reads: a full path; a symbolic link is followed. Default: <c>/etc/hosts.deny</c>, or <c>/etc/hosts.allow</c>
    /// if that is the form.
    /// </summary>
    public string File
    {
        get => _file ?? (Form == HostsDenyForm.AllowFileDeny ? "/etc/hosts.allow" : "/etc/hosts.deny");
        init => _file = value;
    }

    /// <summary>How long a batch or listing waits, all in all, for other processes to finish with the file. 0 to 10 minutes. Default: 10
    /// seconds.</summary>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a batch starts anew because somebody edited the file in the meantime. 1 to 100. Default: 5.</summary>
    public int EditAttempts { get; init; } = 5;

    /// <summary>The largest file that is read or written, in bytes; the batch fails beyond. 4 KiB to 1 GiB. Default: 64 MiB.</summary>
    public int MaxFileBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// How many blocks are in place at most: libwrap reads the whole file for each connection. Beyond it the oldest are lifted. 1 to
    /// 1,000,000. Default: 10,000, some 25 ms a connection.
    /// </summary>
    public int MaxEntries { get; init; } = 10_000;

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of its range.</exception>
    internal void Validate() =>
        new OptionsValidation(typeof(HostsDenyOptions))
            .NotBlank(Name)
            .Defined(Form)
            .FilePath(File)
            .Range(LockTimeout, TimeSpan.Zero, TimeSpan.FromMinutes(10))
            .Range(EditAttempts, 1, 100)
            .Range(MaxEntries, 1, 1_000_000)
            .Range(MaxFileBytes, 4096, 1 << 30)
            .ThrowIfAny();
}
