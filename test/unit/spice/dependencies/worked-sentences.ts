/** Words, the tree over them, and of each word its relation and the number of its head. */
export type Case = readonly [words: string, tree: string, relations: string]

/** As the original has them, of the worked sentences of the rules. */
export const WORKED: ReadonlyArray<readonly [what: string, cases: ReadonlyArray<Case>]> = [
  [
    'subjects, objects and auxiliaries',
    [
      [
        'A man is riding a horse .',
        '(S (NP DT NN) (VP VBZ (VP VBG (NP DT NN))) .)',
        'det:2 nsubj:4 aux:4 root:0 det:6 dobj:4 punct:4',
      ],
      [
        'A giraffe gives a bird an apple .',
        '(S (NP DT NN) (VP VBZ (NP DT NN) (NP DT NN)) .)',
        'det:2 nsubj:3 root:0 det:5 iobj:3 det:7 dobj:3 punct:3',
      ],
      [
        'A man throws up a ball .',
        '(S (NP DT NN) (VP VBZ (PRT RP) (NP DT NN)) .)',
        'det:2 nsubj:3 root:0 compound:prt:3 det:6 dobj:3 punct:3',
      ],
      [
        'A ball is kicked by a boy .',
        '(S (NP DT NN) (VP VBZ (VP VBN (PP IN (NP DT NN)))) .)',
        'det:2 nsubjpass:4 auxpass:4 root:0 case:7 det:7 nmod:4 punct:4',
      ],
      [
        'A man is being chased by two dogs .',
        '(S (NP DT NN) (VP VBZ (VP VBG (VP VBD (PP IN (NP CD NNS))))) .)',
        'det:2 nsubjpass:5 aux:5 auxpass:5 root:0 case:8 nummod:8 nmod:5 punct:5',
      ],
    ],
  ],
  [
    'the predicate is the head, not the copula',
    [
      ['The bus is not red .', '(S (NP DT NN) (VP VBZ RB (ADJP JJ)) .)', 'det:2 nsubj:5 cop:5 neg:5 root:0 punct:5'],
      ['The man is a rider .', '(S (NP DT NN) (VP VBZ (NP DT NN)) .)', 'det:2 nsubj:5 cop:5 det:5 root:0 punct:5'],
      [
        'A woman is in the house .',
        '(S (NP DT NN) (VP VBZ (PP IN (NP DT NN))) .)',
        'det:2 nsubj:6 cop:6 case:6 det:6 root:0 punct:6',
      ],
      [
        'The cat is black and white .',
        '(S (NP DT NN) (VP VBZ (ADJP JJ CC JJ)) .)',
        'det:2 nsubj:4 cop:4 root:0 cc:4 conj:4 punct:4',
      ],
      [
        'A cup is next to a plate .',
        '(S (NP DT NN) (VP VBZ (ADJP JJ (PP TO (NP DT NN)))) .)',
        'det:2 nsubj:4 cop:4 root:0 case:7 det:7 nmod:4 punct:4',
      ],
    ],
  ],
  [
    'after there the verb is the head',
    [
      [
        'There is a dog on the couch .',
        '(S (NP EX) (VP VBZ (NP (NP DT NN) (PP IN (NP DT NN)))) .)',
        'expl:2 root:0 det:4 nsubj:2 case:7 det:7 nmod:4 punct:2',
      ],
    ],
  ],
  [
    'inside noun phrases',
    [
      [
        'A big brown teddy bear sits in a chair .',
        '(S (NP DT JJ JJ NN NN) (VP VBZ (PP IN (NP DT NN))) .)',
        'det:5 amod:5 amod:5 compound:5 nsubj:6 root:0 case:9 det:9 nmod:6 punct:6',
      ],
      [
        "the cat 's eyes are green",
        '(S (NP (NP DT NN POS) NNS) (VP VBP (ADJP JJ)))',
        'det:2 nmod:poss:4 case:2 nsubj:6 cop:6 root:0',
      ],
      ['a dog and no cat', '(NP (NP DT NN) CC (NP DT NN))', 'det:2 root:0 cc:2 neg:5 conj:2'],
      ['ten thousand sheep', '(X (NP (QP CD CD) NN))', 'compound:2 nummod:3 root:0'],
      ['a dark green car', '(FRAG (NP DT (ADJP JJ JJ) NN))', 'det:4 amod:3 amod:4 root:0'],
      ['a very large truck', '(FRAG (NP DT (ADJP RB JJ) NN))', 'det:4 advmod:3 amod:4 root:0'],
      [
        'A WOMAN IN A RED DRESS',
        '(NP (NP DT NN) (PP IN (NP DT NNP NNP)))',
        'det:2 root:0 case:6 det:6 compound:6 nmod:2',
      ],
    ],
  ],
  [
    'clauses on nouns',
    [
      [
        'A cat sitting in a chair .',
        '(NP (NP DT NN) (VP VBG (PP IN (NP DT NN))) .)',
        'det:2 root:0 acl:2 case:6 det:6 nmod:3 punct:2',
      ],
      [
        'The man who is wearing a hat is old .',
        '(S (NP (NP DT NN) (SBAR (WHNP WP) (S (VP VBZ (VP VBG (NP DT NN)))))) (VP VBZ (ADJP JJ)) .)',
        'det:2 nsubj:9 nsubj:5 aux:5 acl:relcl:2 det:7 dobj:5 cop:9 root:0 punct:9',
      ],
      [
        'The car parked by the curb is red .',
        '(S (NP (NP DT NN) (VP VBN (PP IN (NP DT NN)))) (VP VBZ (ADJP JJ)) .)',
        'det:2 nsubj:8 acl:2 case:6 det:6 nmod:3 cop:8 root:0 punct:8',
      ],
      [
        'a bunch of ripe bananas',
        '(S (NP (NP DT NN) (PP IN (ADJP JJ))) (ADJP NNS))',
        'det:2 dep:5 case:4 acl:2 root:0',
      ],
    ],
  ],
  [
    'clauses on verbs',
    [
      [
        'A woman looks out the window while holding her phone .',
        '(S (NP DT NN) (VP VBZ (PRT RP) (NP DT NN) (PP IN (S (VP VBG (NP PRP$ NN))))) .)',
        'det:2 nsubj:3 root:0 compound:prt:3 det:6 dobj:3 mark:8 advcl:3 nmod:poss:10 dobj:8 punct:3',
      ],
      [
        'a teddy bear sitting on a big brown chair',
        '(S (NP DT NN) (VP VBP (S (VP VBG (PP IN (NP DT JJ JJ NN))))))',
        'det:2 nsubj:3 root:0 xcomp:3 case:9 det:9 amod:9 amod:9 nmod:4',
      ],
      [
        'A man , wearing a hat , rides a horse .',
        '(S (NP DT NN) , (S (VP VBG (NP DT NN))) , (VP VBZ (NP DT NN)) .)',
        'det:2 nsubj:8 punct:8 advcl:8 det:6 dobj:4 punct:8 root:0 det:10 dobj:8 punct:8',
      ],
      [
        'The find , the date and the project are here .',
        '(S (S (NP NNP) (VP VBP)) , (NP (NP DT NN) CC (NP DT NN)) (VP VBP (ADVP RB)) .)',
        'nsubj:2 ccomp:9 punct:9 det:5 nsubj:9 cc:5 det:8 conj:5 root:0 advmod:9 punct:9',
      ],
      [
        'The see is here .',
        '(S (NP NNP) (VP VBP (SBAR (S (VP VBZ (ADVP RB))))) .)',
        'nsubj:2 root:0 ccomp:2 advmod:3 punct:2',
      ],
    ],
  ],
  [
    'conjuncts hang on the first',
    [
      [
        'a black and white cat and a brown dog',
        '(NP (NP DT JJ CC JJ NN) CC (NP DT JJ NN))',
        'det:5 amod:5 cc:2 conj:2 root:0 cc:5 det:9 amod:9 conj:5',
      ],
      [
        'a dog , a cat , and a bird',
        '(FRAG (NP (NP DT NN) , (NP DT NN) , CC (NP DT NN)))',
        'det:2 root:0 punct:2 det:5 conj:2 punct:2 cc:2 det:9 conj:2',
      ],
      [
        'A dog runs and jumps over a log .',
        '(S (NP DT NN) (VP VBZ CC VBZ (PP IN (NP DT NN))) .)',
        'det:2 nsubj:3 root:0 cc:3 conj:3 case:8 det:8 nmod:3 punct:3',
      ],
      [
        'A cat lies on a bed and a cat sits on a chair .',
        '(S (S (NP DT NN) (VP VBZ (PP IN (NP DT NN)))) CC (S (NP DT NN) (VP VBZ (PP IN (NP DT NN)))) .)',
        'det:2 nsubj:3 root:0 case:6 det:6 nmod:3 cc:3 det:9 nsubj:10 conj:3 case:13 det:13 nmod:10 punct:3',
      ],
      ['men , women and children', '(NP (NP NNS) , (NP NNS CC NNS))', 'root:0 punct:1 appos:1 cc:3 conj:3'],
      ['gray and grey stones', '(NP (ADJP JJ CC JJ) NNPS)', 'amod:4 cc:1 conj:1 root:0'],
    ],
  ],
  [
    'what has no relation of its own is dep',
    [
      ['a man wearing a suit', '(FRAG (NP DT NN) (S (VP VBG (NP DT NN))))', 'det:2 root:0 dep:2 det:5 dobj:3'],
      ['a red fire truck', '(NP (NP DT JJ NN) (NP NN))', 'det:3 amod:3 root:0 dep:3'],
      ['a cat', '(FRAG DT JJ)', 'root:0 dep:1'],
      [
        'The manoeuvre , the meet and the drama are here .',
        '(S (S (NP (NP DT NN) , (X DT)) (VP VBP)) CC (S (NP DT NN) (VP VBP (ADVP RB))) .)',
        'det:2 nsubj:5 punct:2 dep:2 root:0 cc:5 det:8 nsubj:9 conj:5 advmod:9 punct:5',
      ],
    ],
  ],
  [
    'prepositional phrases as heads',
    [
      [
        'a close up of a sandwich',
        '(PP (ADVP (NP DT NN) RB) IN (NP DT NN))',
        'det:2 nmod:npmod:3 advmod:6 case:6 det:6 root:0',
      ],
      [
        'a dog in front of a house',
        '(NP (NP (NP DT NN) (PP IN (NP NN))) (PP IN (NP DT NN)))',
        'det:2 root:0 case:4 nmod:2 case:7 det:7 nmod:2',
      ],
      [
        'A person riding a motorcycle down a road',
        '(FRAG (NP DT NN) (S (VP VBG (NP DT NN) (ADVP RB (NP DT NN)))))',
        'det:2 root:0 dep:2 det:5 dobj:3 advmod:3 det:8 nmod:npmod:6',
      ],
    ],
  ],
]
