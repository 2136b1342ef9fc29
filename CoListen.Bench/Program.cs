Console.WriteLine("usage: dotnet run -c Release --project CoListen.Bench -- <what>");
