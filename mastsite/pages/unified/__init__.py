"""One box over every mission: what was typed is read and told, and counted in each mission, each leading to its classic form."""
