namespace ActiveResponse.Tests.Responders.Firewall.Netsh;

/// <summary>The words of a Windows of some language.</summary>
internal sealed record NetshLanguage
{
    public static NetshLanguage English { get; } =
        new()
        {
            Labels =
            [
                "Rule Name:",
                "Enabled:",
                "Direction:",
                "Profiles:",
                "Grouping:",
                "LocalIP:",
                "RemoteIP:",
                "Protocol:",
                "Edge traversal:",
                "Action:",
            ],
            Words = ["Yes", "Any", "No"],
            Done = "\r\nOk.\r\n\r\n",
            NoMatch = "No rules match the specified criteria.",
            NotValid = "A specified value is not valid.",
        };

    public static NetshLanguage German { get; } =
        new()
        {
            Labels =
            [
                "Regelname:",
                "Aktiviert:",
                "Richtung:",
                "Profile:",
                "Gruppierung:",
                "Lokales IP:",
                "Remote-IP:",
                "Protokoll:",
                "Edgeausnahme:",
                "Aktion:",
            ],
            Words = ["Ja", "Beliebig", "Nein"],
            Done = "\r\nOK.\r\n\r\n",
            NoMatch = "Es stimmen keine Regeln mit den angegebenen Kriterien überein.",
            NotValid = "Ein angegebener Wert ist ungültig.",
        };

    public static NetshLanguage Chinese { get; } =
        new()
        {
            Labels =
            [
                "規則名稱：",
                "已啟用：",
                "方向：",
                "設定檔：",
                "群組：",
                "LocalIP：",
                "RemoteIP：",
                "通訊協定：",
                "邊緣周遊：",
                "動作：",
            ],
            Words = ["是", "任何", "否"],
            Done = "\r\n確定。\r\n\r\n",
            NoMatch = "沒有符合指定條件的規則。",
            NotValid = "指定的值無效。",
        };

    public required IReadOnlyList<string> Labels { get; init; }

    public required IReadOnlyList<string> Words { get; init; }

    public required string Done { get; init; }

    public required string NoMatch { get; init; }

    public required string NotValid { get; init; }

    public string Rule(string name, string direction, string action, string remoteIP)
    {
        string[] values =
        [
            name,
            Words[0],
            direction,
            "Domain,Private,Public",
            "",
            Words[1],
            remoteIP == "any" ? Words[1] : remoteIP,
            Words[1],
            Words[2],
            action,
        ];
        var lines = Labels.Zip(values, static (label, value) => $"{label.PadRight(38)}{value}").ToList();
        lines.Insert(1, new string('-', 70));
        return $"\r\n{string.Join("\r\n", lines)}\r\n";
    }
}
