Console.WriteLine("usage: dotnet run --project CoListen.AppHost [-- settings]");
