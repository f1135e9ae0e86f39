"""PCM, MP3, tags and captions: the only users of pydub and ffmpeg."""
