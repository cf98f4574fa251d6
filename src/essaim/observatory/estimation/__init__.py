"""From head-count bands to numbers of posts: the law of head counts, what each band stands for, grades."""
