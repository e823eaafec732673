for _, text in ipairs(pandoc.json.decode(io.read("a"))) do
  io.write(pandoc.write(pandoc.read(text, arg[1]), "json"), "\n")
end
